// What a connection may do, and what happens to clients that are slow, gone or wrong.
#include "tests/integration/http/raw_connection.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/metric.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace greffe::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

class Connection : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        server_ = std::make_unique<test_server>([](app::settings& with) {
            with.bounds.header = 500ms;
            with.bounds.body = 500ms;
            with.bounds.idle = 700ms;
            with.bounds.write = 500ms;
            with.bounds.linger = 300ms;
        });
        server_->create_site("wire");
        server_->create_article("wire", "a");
    }
    static void TearDownTestSuite() { server_.reset(); }
    static std::string authorized(const std::string& request_line, const std::string& more = {}) {
        return request_line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + server_->admin_key() +
               "\r\n" + more;
    }
    static std::string post(const std::string& body) {
        return authorized("POST /v1/sites/wire/articles/a/comments",
                          "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    static std::unique_ptr<test_server> server_;
};
std::unique_ptr<test_server> Connection::server_;

TEST_F(Connection, StaysOpenForTheNextRequest) {
    raw_connection wire(server_->url());
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: kept-" + std::to_string(i) +
                              "\r\n\r\n"));
        const auto got = wire.read_until("\"alive\"}");
        EXPECT_THAT(got, StartsWith("HTTP/1.1 200 OK"));
        EXPECT_THAT(got, HasSubstr("X-Request-Id: kept-" + std::to_string(i)));
    }
}

TEST_F(Connection, AnswersPipelinedRequestsInOrder) {
    raw_connection wire(server_->url());
    wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: p1\r\n\r\n" + post(comment_json("piped")) +
              "GET /nothing HTTP/1.1\r\nHost: x\r\nX-Request-Id: p3\r\nConnection: close\r\n\r\n");
    const auto got = wire.read_to_end();
    const auto first = got.find("p1");
    const auto second = got.find("201 Created");
    const auto third = got.find("X-Request-Id: p3");
    EXPECT_TRUE(first < second && second < third && third != got.npos) << got;
}

TEST_F(Connection, AnInsaneRequestIdIsReplaced) {
    const auto got = server_->without_key().send("GET", "/healthz", "", {{"X-Request-Id", "a b"}});
    EXPECT_EQ(got.headers.at("x-request-id").size(), 36u);
}

TEST_F(Connection, ASmallRefusedBodyDoesNotCostTheConnection) {
    raw_connection wire(server_->url());
    wire.send("POST /v1/sites HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
    EXPECT_THAT(wire.read_until("}"), HasSubstr("401 Unauthorized"));
    wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(wire.read_until("alive"), HasSubstr("200 OK"));
}

TEST_F(Connection, ALargeRefusedBodyGetsItsAnswerAndTheEnd) {
    raw_connection wire(server_->url());
    wire.send(authorized("POST /v1/sites", "Content-Length: 900000\r\n\r\n"));
    wire.send(std::string(100'000, 'x'));
    const auto got = wire.read_to_end();
    EXPECT_THAT(got, HasSubstr("413 Payload Too Large"));
    EXPECT_THAT(got, HasSubstr("too_large"));
    EXPECT_TRUE(wire.closed_by_peer());
}

TEST_F(Connection, AChunkedBodyOverTheLimitIsRefused) {
    raw_connection wire(server_->url());
    wire.send(authorized("POST /v1/sites", "Transfer-Encoding: chunked\r\n\r\n"));
    for (int i = 0; i < 6; ++i) wire.send("10000\r\n" + std::string(0x10000, 'x') + "\r\n");
    EXPECT_THAT(wire.read_to_end(), HasSubstr("413 Payload Too Large"));
}

TEST_F(Connection, WhoWaitsFor100IsToldToGoOn) {
    raw_connection wire(server_->url());
    const auto body = comment_json("expected");
    wire.send(
        authorized("POST /v1/sites/wire/articles/a/comments",
                   "Expect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n"));
    EXPECT_THAT(wire.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue"));
    wire.send(body);
    EXPECT_THAT(wire.read_until("}"), HasSubstr("201 Created"));
}

TEST_F(Connection, WhatIsNotHttpIsRefused) {
    for (const std::string bad :
         {"bonjour\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /\x01 HTTP/1.1\r\n\r\n",
          "POST /v1/sites HTTP/1.1\r\nContent-Length: x\r\n\r\n",
          "POST /v1/sites HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc"}) {
        raw_connection wire(server_->url());
        wire.send(bad);
        const auto got = wire.read_to_end();
        EXPECT_THAT(got, StartsWith("HTTP/1.1 400 ")) << bad;
        EXPECT_THAT(got, HasSubstr("application/problem+json")) << bad;
    }
}

TEST_F(Connection, AnEndlessHeaderIsRefused) {
    raw_connection wire(server_->url());
    wire.send("GET / HTTP/1.1\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n");
    EXPECT_THAT(wire.read_to_end(), StartsWith("HTTP/1.1 431 "));
}

TEST_F(Connection, ASlowHeaderASlowBodyAndAnIdleClientAreLetGo) {
    raw_connection header(server_->url());
    raw_connection body(server_->url());
    raw_connection idle(server_->url());
    header.send("GET /healthz HT");
    body.send(
        authorized("POST /v1/sites/wire/articles/a/comments", "Content-Length: 100\r\n\r\n{\"external"));
    for (raw_connection* each : {&header, &body, &idle}) {
        each->read_to_end(5s);
        EXPECT_TRUE(each->closed_by_peer());
    }
}

TEST_F(Connection, AClientGoneInMidRequestStoresNothingAndHurtsNobody) {
    const auto before = server_->comment_count("wire", "a");
    const std::string whole = post(comment_json("gone"));
    for (std::size_t cut = 1; cut < whole.size(); cut += 37) {
        raw_connection wire(server_->url());
        wire.send(std::string_view(whole).substr(0, cut));
        wire.close();
    }
    EXPECT_EQ(server_->as_admin().get("/v1/sites/wire/comments/gone").status, 404);
    EXPECT_EQ(server_->comment_count("wire", "a"), before);
}

TEST_F(Connection, AClientGoneBeforeItsAnswerCanAskAgain) {
    for (int i = 0; i < 20; ++i) {
        raw_connection wire(server_->url());
        wire.send(post(comment_json("unheard-" + std::to_string(i))));
        wire.close();
    }
    for (int i = 0; i < 20; ++i) {
        const auto again = server_->as_admin().post("/v1/sites/wire/articles/a/comments",
                                                    comment_json("unheard-" + std::to_string(i)));
        EXPECT_TRUE(again.status == 200 || again.status == 201) << again.body;
    }
}

TEST_F(Connection, AReaderThatDoesNotReadIsLetGo) {
    const std::string big(9'000, 'e');
    for (int i = 0; i < 150; ++i) server_->submit("wire", "a", "big-" + std::to_string(i), big);
    raw_connection wire(server_->url());
    wire.shrink_receive_buffer();
    // Many answers of over a megabyte each, none of them read: more than the kernel will hold.
    for (int i = 0; i < 12; ++i)
        wire.send(authorized("GET /v1/sites/wire/articles/a/thread?limit=200", "\r\n"));
    const auto until = std::chrono::steady_clock::now() + 20s;
    const auto open = [] { return metric(server_->without_key(), "greffe_http_connections"); };
    // Two: the connection that asks, and its request. The one that asked before may still be closing.
    double left = open();
    while (left > 2 && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(50ms);
        left = open();
    }
    EXPECT_LE(left, 2);
}

TEST_F(Connection, CountsRequestsByRouteMethodAndStatus) {
    server_->without_key().get("/healthz");
    server_->without_key().get("/nothing/of/the/kind");
    const auto text = server_->without_key().get("/metrics").body;
    EXPECT_THAT(text,
                HasSubstr("greffe_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"}"));
    EXPECT_THAT(text,
                HasSubstr("greffe_http_requests_total{method=\"other\",route=\"none\",status=\"404\"}"));
    EXPECT_THAT(text, HasSubstr("greffe_http_request_seconds_bucket"));
    EXPECT_THAT(text, HasSubstr("greffe_ingest_batch_items_count"));
    EXPECT_THAT(text, HasSubstr("greffe_ingest_queue_items"));
    EXPECT_THAT(text, testing::Not(HasSubstr("kind\"")));
}

} // namespace
} // namespace greffe::test
