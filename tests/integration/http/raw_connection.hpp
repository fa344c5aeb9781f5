// A TCP connection on which a test says exactly what it wants, well-formed or not. Blocking, with deadlines.
#pragma once
#include <chrono>
#include <string>
#include <string_view>

namespace greffe::test {

class raw_connection {
  public:
    /// "http://127.0.0.1:8080"
    explicit raw_connection(const std::string& url);
    ~raw_connection();
    raw_connection(const raw_connection&) = delete;
    raw_connection& operator=(const raw_connection&) = delete;

    /// False: the other side is gone.
    bool send(std::string_view bytes);
    /// All that comes until `text` was seen, the other side closes, or the time is over.
    std::string read_until(std::string_view text,
                           std::chrono::milliseconds within = std::chrono::seconds{20});
    /// The same until the other side closes.
    std::string read_to_end(std::chrono::milliseconds within = std::chrono::seconds{20}) {
        return read_until({}, within);
    }
    /// A small receive buffer makes a slow reader.
    void shrink_receive_buffer(int bytes = 4096);
    bool closed_by_peer() const { return closed_; }
    /// The other side has said all it will; asks the socket, takes nothing from it unless that is the end.
    bool ended();
    void close();

  private:
    int socket_ = -1;
    bool closed_ = false;
    std::string left_{};
};

} // namespace greffe::test
