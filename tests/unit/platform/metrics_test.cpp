// The exposition is Prometheus' text; the same name and labels are the same metric.
#include "server/platform/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using greffe::platform::metrics;
using testing::HasSubstr;

TEST(metrics, counts_by_name_and_labels) {
    metrics all;
    all.counter("greffe_comments_total", "Comments by status.", {{"status", "held"}}).Increment();
    all.counter("greffe_comments_total", "Comments by status.", {{"status", "held"}}).Increment(2);
    all.counter("greffe_comments_total", "Comments by status.", {{"status", "published"}}).Increment();
    const auto text = all.exposition();
    EXPECT_THAT(
        text,
        HasSubstr(
            "# HELP greffe_comments_total Comments by status.\n# TYPE greffe_comments_total counter\n"));
    EXPECT_THAT(text, HasSubstr("greffe_comments_total{status=\"held\"} 3"));
    EXPECT_THAT(text, HasSubstr("greffe_comments_total{status=\"published\"} 1"));
}

TEST(metrics, gauges_and_histograms) {
    metrics all;
    all.gauge("greffe_ready", "1 when ready.").Set(1);
    all.seconds("greffe_request_seconds", "Time to answer.", {{"route", "/v1/queue"}}).Observe(0.003);
    const auto text = all.exposition();
    EXPECT_THAT(text, HasSubstr("greffe_ready 1"));
    EXPECT_THAT(text, HasSubstr("greffe_request_seconds_bucket{route=\"/v1/queue\",le=\"0.0025\"} 0"));
    EXPECT_THAT(text, HasSubstr("greffe_request_seconds_bucket{route=\"/v1/queue\",le=\"0.005\"} 1"));
    EXPECT_THAT(text, HasSubstr("greffe_request_seconds_count{route=\"/v1/queue\"} 1"));
}

} // namespace
