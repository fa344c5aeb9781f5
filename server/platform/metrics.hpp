// Numbers about the running program, for Prometheus. A metric is made at its first use and found again by
// name and labels; the reference stays good as long as `metrics`. Names start with greffe_ and end in their
// unit (_total, _seconds, _bytes). Label values come from a fixed set, never from outside. Thread-safe.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

namespace prometheus {
class Registry;
}

namespace greffe::platform {

class metrics {
  public:
    using labels = std::map<std::string, std::string>;

    metrics();
    ~metrics();
    metrics(const metrics&) = delete;
    metrics& operator=(const metrics&) = delete;

    prometheus::Counter& counter(const std::string& name, const std::string& help, const labels& with = {});
    prometheus::Gauge& gauge(const std::string& name, const std::string& help, const labels& with = {});
    /// Of durations in seconds, from half a millisecond to ten seconds.
    prometheus::Histogram& seconds(const std::string& name, const std::string& help, const labels& with = {});
    /// With upper bounds of its buckets, ascending.
    prometheus::Histogram& histogram(const std::string& name, const std::string& help, const labels& with,
                                     std::vector<double> bounds);

    /// Content type of `exposition`.
    static constexpr const char* content_type = "text/plain; version=0.0.4; charset=utf-8";
    /// All of them, in Prometheus' text format.
    std::string exposition() const;

  private:
    std::shared_ptr<prometheus::Registry> registry_;
};

} // namespace greffe::platform
