#include "server/http/stream/result_spool.hpp"

#include <algorithm>

namespace greffe::http {

void result_spool::push(std::string_view bytes) {
    if (written_ == read_ && memory_.size() + bytes.size() <= in_memory_) {
        memory_.append(bytes);
        return;
    }
    file_.write(bytes, written_);
    written_ += bytes.size();
}

std::string result_spool::take(std::size_t most) {
    std::string taken;
    if (!memory_.empty()) {
        taken = memory_.substr(0, most);
        memory_.erase(0, taken.size());
        return taken;
    }
    taken = file_.read(read_, static_cast<std::size_t>(std::min<std::uint64_t>(most, written_ - read_)));
    read_ += taken.size();
    if (read_ == written_ && read_ > 0) { // caught up
        file_.clear();
        read_ = written_ = 0;
    }
    return taken;
}

} // namespace greffe::http
