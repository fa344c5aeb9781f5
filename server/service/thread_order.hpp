// A whole thread put into the order of its pages, and what is hidden taken out of it. Pure.
#pragma once
#include "server/service/answers.hpp"

#include <vector>

namespace greffe::service {

/// `all`: every comment of a thread, in any order, hidden ones marked as tombstones. Afterwards: roots by
/// (posted_at, id), or backwards, each followed by its replies by (posted_at, id); a tombstone is left only
/// above something visible: a root while any of its replies is, a reply while something that answers it is.
void arrange_thread(std::vector<public_comment>& all, thread_sort sort);

} // namespace greffe::service
