// What of a database's settings makes an acknowledgement a guess. Asked once, at start-up.
#pragma once
#include <string>
#include <vector>

namespace greffe::store {

/// The settings, of those that a committed transaction's survival hangs on, that are off for sessions of
/// `url`: among `fsync`, `full_page_writes` and `synchronous_commit`, in that order. Empty: what is
/// acknowledged is on the disk. Throws store_unavailable.
std::vector<std::string> settings_that_may_lose_commits(const std::string& url);

} // namespace greffe::store
