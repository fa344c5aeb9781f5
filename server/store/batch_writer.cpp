#include "server/store/batch_writer.hpp"

#include "server/store/connection_pool.hpp"

namespace greffe::store {

using service::ports::store_overloaded;
using service::ports::store_refused;
using service::ports::store_unavailable;

namespace {
constexpr int most_attempts = 8;
}

batch_writer::batch_writer(std::string url, batch_limits limits, write_function write)
    : url_(std::move(url)), limits_(limits), write_(std::move(write)), thread_([this] { run(); }) {}

batch_writer::~batch_writer() {
    stop();
}

void batch_writer::enqueue(service::ports::ingest_item item, completion done) {
    const auto bytes = size_in_bytes(item);
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) throw store_unavailable("the server is stopping");
        const bool full = queue_.size() >= limits_.queue_items || queued_bytes_ + bytes > limits_.queue_bytes;
        if (full && !queue_.empty()) throw store_overloaded("too many comments wait to be written");
        queued_bytes_ += bytes;
        queue_.push_back(
            {std::move(item), bytes, std::chrono::steady_clock::now() + limits_.wait, std::move(done)});
    }
    changed_.notify_one();
}

std::size_t batch_writer::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void batch_writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void batch_writer::run() {
    for (;;) {
        auto entries = take(); // gone, with what their completions hold, before the next wait
        if (entries.empty()) return;
        write(entries);
    }
}

std::vector<batch_writer::entry> batch_writer::take() {
    std::vector<entry> taken;
    std::vector<entry> expired;
    while (taken.empty()) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) break;
            const auto now = std::chrono::steady_clock::now();
            std::size_t bytes = 0;
            while (!queue_.empty() && taken.size() < limits_.batch_items &&
                   (taken.empty() || bytes + queue_.front().bytes <= limits_.batch_bytes)) {
                auto& next = queue_.front();
                queued_bytes_ -= next.bytes;
                if (next.expires < now) {
                    expired.push_back(std::move(next));
                } else {
                    bytes += next.bytes;
                    taken.push_back(std::move(next));
                }
                queue_.pop_front();
            }
        }
        fail(expired, std::make_exception_ptr(store_overloaded("waited too long to be written")));
        expired.clear();
    }
    return taken;
}

void batch_writer::write(batch entries) {
    std::vector<const service::ports::ingest_item*> items;
    items.reserve(entries.size());
    for (const auto& entry : entries) items.push_back(&entry.item);
    try {
        if (auto outcomes = try_write(items)) {
            for (std::size_t i = 0; i < entries.size(); ++i) entries[i].done(std::move((*outcomes)[i]));
            return;
        }
    } catch (...) {
        fail(entries, std::current_exception());
        return;
    }
    const auto half = entries.size() / 2;
    write(entries.first(half));
    write(entries.subspan(half));
}

std::optional<std::vector<ingest_outcome>> batch_writer::try_write(ingest_items items) {
    bool connected_anew = false;
    for (int attempt = 1;; ++attempt) {
        try {
            if (!connection_ || !is_usable(connection_->get())) {
                connected_anew = true;
                connection_ = std::make_unique<dedicated_connection>(url_);
            }
            return write_(*connection_, items);
        } catch (const lost_race&) {
            if (attempt == most_attempts)
                throw store_overloaded("other writers took the same comments again and again");
        } catch (const pqxx::in_doubt_error& e) {
            connection_.reset();
            throw store_unavailable(e.what());
        } catch (const pqxx::broken_connection& e) {
            connection_.reset();
            if (connected_anew) throw store_unavailable(e.what());
        } catch (const pqxx::transaction_rollback&
                     e) { // a deadlock or a serialization failure: the same again may pass
            if (attempt == most_attempts) throw store_overloaded(e.what());
        } catch (const pqxx::sql_error& e) {
            if (is_connection_loss(e) || is_stale_statement(e)) {
                connection_.reset();
                if (connected_anew) throw store_unavailable(e.what());
            } else {
                if (is_out_of_resources(e)) throw store_overloaded(e.what());
                if (items.size() == 1) throw store_refused(e.what());
                return std::nullopt;
            }
        } catch (const service::ports::store_unavailable&) {
            throw;
        } catch (
            const std::exception& e) { // of the judge, or of reading what is stored: the others must not pay
            if (items.size() == 1) throw store_refused(e.what());
            return std::nullopt;
        }
    }
}

void batch_writer::fail(batch entries, const std::exception_ptr& why) {
    for (auto& entry : entries) entry.done(why);
}

} // namespace greffe::store
