// SPDX-License-Identifier: MIT
#include "services/gateway/http_server.hpp"

#include <atomic>
#include <charconv>
#include <restinio/all.hpp>

#include "bus/base/error.hpp"
#include "services/gateway/http_last_word.hpp"
#include "services/gateway/mapping.hpp"

namespace rapport::gateway {
namespace {

using namespace std::chrono_literals;

/// A body above this is not read to its end, and its connection is closed; one between our limit and this costs its
/// sender only the request.
constexpr std::size_t restinio_body_limit = 4 << 20;

struct Traits
    : restinio::traits_t<restinio::asio_timer_manager_t, ParserLog, restinio::details::autodetect_request_handler_type,
                         restinio::noop_strand_t, LastWordSocket> {
    using request_handler_t = std::function<restinio::request_handling_status_t(restinio::request_handle_t)>;
};
using Handle = restinio::request_handle_t;
using ChunkedBuilder = restinio::response_builder_t<restinio::chunked_output_t>;

template <class Builder>
void put_headers(Builder& builder, const HttpResponse& response) {
    builder.append_header_date_field();
    if (!response.content_type.empty())
        builder.append_header(restinio::http_field::content_type, response.content_type);
    builder.append_header("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : response.headers) builder.append_header(name, value);
    if (response.close) builder.connection_close();
}

restinio::http_status_line_t status_line(int status) {
    return {restinio::http_status_code_t(static_cast<std::uint16_t>(status)), std::string(phrase_of(status))};
}

/// Counts what was handed to RESTinio and is not written: it queues without bound.
struct Progress {
    std::atomic<std::size_t> waiting{0};
    std::atomic<bool> broken{false};
};

/// Connections use it until they are destroyed; whoever may hold one holds it too.
using IoPtr = std::shared_ptr<restinio::asio_ns::io_context>;

class ChunkedStream final : public Stream {
public:
    ChunkedStream(IoPtr io, const Handle& request, const HttpResponse& head)
        : io_(std::move(io)), builder_(request->create_response<restinio::chunked_output_t>(status_line(head.status))) {
        put_headers(builder_, head);
        builder_.flush();
    }
    bool write(std::string piece) override {
        if (progress_->broken) return false;
        const std::size_t size = piece.size();
        progress_->waiting += size;
        builder_.append_chunk(std::move(piece));
        builder_.flush([progress = progress_, size](const auto& problem) {
            progress->waiting -= size;
            if (problem) progress->broken = true;
        });
        return true;
    }
    std::size_t waiting() const override { return progress_->waiting; }
    void close() override { builder_.connection_close().done(); }

private:
    const IoPtr io_;
    ChunkedBuilder builder_;
    std::shared_ptr<Progress> progress_ = std::make_shared<Progress>();
};

class RestinioResponder final : public Responder {
public:
    RestinioResponder(IoPtr io, Handle request) : io_(std::move(io)), request_(std::move(request)) {}

    void send(HttpResponse response) override {
        auto builder = request_->create_response(status_line(response.status));
        put_headers(builder, response);
        if (request_->header().method() != restinio::http_method_head()) builder.set_body(std::move(response.body));
        builder.done();
    }
    std::shared_ptr<Stream> stream(HttpResponse head) override {
        return std::make_shared<ChunkedStream>(io_, request_, head);
    }

private:
    const IoPtr io_;
    Handle request_;
};

HttpRequest plain(const Handle& request) {
    HttpRequest out;
    const auto& header = request->header();
    out.verb = std::string(header.method().c_str());
    out.path = std::string(header.path());
    out.query = std::string(header.query());
    header.for_each_field([&](const auto& field) { out.headers.emplace_back(field.name(), field.value()); });
    out.remote = request->remote_endpoint().address().to_string();
    out.body = request->body();
    return out;
}

}  // namespace

HttpAddress HttpAddress::of(const std::string& text) {
    const auto colon = text.rfind(':');
    HttpAddress address;
    if (colon != text.npos) {
        address.host = text.substr(0, colon);
        const char* const end = text.data() + text.size();
        const auto [stop, problem] = std::from_chars(text.data() + colon + 1, end, address.port);
        if (problem == std::errc{} && stop == end && !address.host.empty()) {
            if (address.host.front() == '[' && address.host.back() == ']')
                address.host = address.host.substr(1, address.host.size() - 2);
            if (address.host == "localhost") address.host = "127.0.0.1";
            restinio::asio_ns::error_code not_an_address;
            restinio::asio_ns::ip::make_address(address.host, not_an_address);
            if (!not_an_address) return address;
        }
    }
    throw invalid("http", "must be ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:0");
}

std::string HttpAddress::text() const {
    const bool v6 = host.find(':') != host.npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

struct HttpServer::State {
    HttpAddress address;
    IoPtr io = std::make_shared<restinio::asio_ns::io_context>();
    restinio::running_server_handle_t<Traits> server;
};

HttpServer::HttpServer(const HttpAddress& address, HttpHandler handler) : state_(std::make_unique<State>()) {
    state_->address = address;
    restinio::server_settings_t<Traits> settings;
    const bool v6 = address.host.find(':') != address.host.npos;
    settings.protocol(v6 ? restinio::asio_ns::ip::tcp::v6() : restinio::asio_ns::ip::tcp::v4())
        .address(address.host)
        .port(address.port)
        .acceptor_post_bind_hook([this](auto& acceptor) { state_->address.port = acceptor.local_endpoint().port(); })
        .socket_options_setter([](auto& options) { options.set_option(restinio::asio_ns::ip::tcp::no_delay(true)); })
        .read_next_http_message_timelimit(30s)
        .handle_request_timeout(60s)
        .write_http_response_timelimit(30s)
        .max_pipelined_requests(1)
        .concurrent_accepts_count(4)
        .buffer_size(16 * 1024)
        .incoming_http_msg_limits(restinio::incoming_http_msg_limits_t{}
                                      .max_url_size(16 * 1024)
                                      .max_field_name_size(1024)
                                      .max_field_value_size(16 * 1024)
                                      .max_field_count(100)
                                      .max_body_size(restinio_body_limit))
        .request_handler([io = std::weak_ptr(state_->io), handler = std::move(handler)](Handle request) {
            auto responder = std::make_shared<RestinioResponder>(io.lock(), request);
            handler(plain(request), std::move(responder));
            return restinio::request_accepted();
        });
    try {
        state_->server =
            restinio::run_async<Traits>(restinio::external_io_context(*state_->io), std::move(settings), 1);
    } catch (const std::exception& e) {
        throw Error(Code::invalid_argument, "cannot listen on " + address.text() + ": " + e.what());
    }
}

HttpServer::~HttpServer() { stop(); }

void HttpServer::stop() { state_->server.reset(); }

const HttpAddress& HttpServer::address() const { return state_->address; }

}  // namespace rapport::gateway
