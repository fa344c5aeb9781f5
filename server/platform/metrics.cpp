#include "server/platform/metrics.hpp"

#include <prometheus/family.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace greffe::platform {

metrics::metrics() : registry_(std::make_shared<prometheus::Registry>()) {}

metrics::~metrics() = default;

prometheus::Counter& metrics::counter(const std::string& name, const std::string& help, const labels& with) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(*registry_).Add(with);
}

prometheus::Gauge& metrics::gauge(const std::string& name, const std::string& help, const labels& with) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add(with);
}

prometheus::Histogram& metrics::seconds(const std::string& name, const std::string& help,
                                        const labels& with) {
    return histogram(name, help, with,
                     {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10});
}

prometheus::Histogram& metrics::histogram(const std::string& name, const std::string& help,
                                          const labels& with, std::vector<double> bounds) {
    return prometheus::BuildHistogram()
        .Name(name)
        .Help(help)
        .Register(*registry_)
        .Add(with, std::move(bounds));
}

std::string metrics::exposition() const {
    return prometheus::TextSerializer().Serialize(registry_->Collect());
}

} // namespace greffe::platform
