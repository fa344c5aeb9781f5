// A thread as the JSON text that goes out: the same value as to_json's, written at once, because threads are
// read far more often than anything else. Pure.
#pragma once
#include "server/service/answers.hpp"

#include <string>

namespace greffe::service {

std::string to_text(const thread_view& thread);

} // namespace greffe::service
