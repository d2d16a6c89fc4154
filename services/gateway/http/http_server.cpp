// SPDX-License-Identifier: MIT
#include "services/gateway/http/http_server.hpp"

#include <atomic>
#include <charconv>
#include <restinio/all.hpp>
#include <thread>

#include "bus/base/error.hpp"
#include "services/gateway/http/acceptor.hpp"
#include "services/gateway/http/address_limit.hpp"
#include "services/gateway/http/http_socket.hpp"
#include "services/gateway/http/response_headers.hpp"

namespace rapport::gateway {
namespace {

using namespace std::chrono_literals;

/// A body above this is not read to its end, and its connection is closed; one between our limit and this costs its
/// sender only the request.
constexpr std::size_t restinio_body_limit = 4 << 20;

struct Traits
    : restinio::traits_t<restinio::asio_timer_manager_t, ParserLog, restinio::details::autodetect_request_handler_type,
                         restinio::noop_strand_t, HttpSocket> {
    using request_handler_t = std::function<restinio::request_handling_status_t(restinio::request_handle_t)>;
};
using Handle = restinio::request_handle_t;
using ChunkedBuilder = restinio::response_builder_t<restinio::chunked_output_t>;

template <class Builder>
void put_headers(Builder& builder, const HttpResponse& response) {
    builder.append_header_date_field();
    if (!response.content_type.empty())
        builder.append_header(restinio::http_field::content_type, response.content_type);
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
    RestinioResponder(IoPtr io, Handle request, std::string path, bool over_tls)
        : io_(std::move(io)), request_(std::move(request)), path_(std::move(path)), over_tls_(over_tls) {}

    void send(HttpResponse response) override {
        complete(response);
        auto builder = request_->create_response(status_line(response.status));
        put_headers(builder, response);
        if (request_->header().method() != restinio::http_method_head()) builder.set_body(std::move(response.body));
        if (!io_->get_executor().running_in_this_thread()) return void(builder.done());
        // Not from within the handler: RESTinio would begin with the next request there, and once more when this
        // answer is written, and then close the connection.
        asio_ns::post(*io_, [builder = std::move(builder)]() mutable { builder.done(); });
    }
    std::shared_ptr<Stream> stream(HttpResponse head) override {
        complete(head);
        return std::make_shared<ChunkedStream>(io_, request_, head);
    }

private:
    void complete(HttpResponse& response) const {
        add_safety_headers(response, path_, over_tls_);
        // What a client would change to, or speak through a tunnel, is not spoken here.
        if (request_->header().has_field(restinio::http_field::upgrade) ||
            request_->header().method() == restinio::http_method_connect())
            response.close = true;
    }

    const IoPtr io_;
    Handle request_;
    const std::string path_;
    const bool over_tls_;
};

HttpRequest plain(const Handle& request) {
    HttpRequest out;
    const auto& header = request->header();
    out.verb = std::string(header.method().c_str());
    out.path = std::string(header.path());
    out.query = std::string(header.query());
    if (const auto authority = authority_of(out.path)) {
        out.path.erase(0, static_cast<std::size_t>(authority->data() + authority->size() - out.path.data()));
        if (out.path.empty()) out.path = out.verb == "OPTIONS" ? "*" : "/";
    }
    header.for_each_field([&](const auto& field) { out.headers.emplace_back(field.name(), field.value()); });
    out.remote = written(request->remote_endpoint().address().to_string());
    out.body = request->body();
    return out;
}

using Settings = restinio::impl::connection_settings_t<Traits>;
using Factory = restinio::impl::connection_factory_t<Traits>;

/// RESTinio's, but that an offer to change to another protocol, which is never taken up, makes a request no other than
/// it is: RESTinio would set no time limit to it.
http_parser_settings parser_settings() {
    http_parser_settings settings = restinio::impl::create_parser_settings<Traits::http_methods_mapper_t>();
    settings.on_headers_complete = [](http_parser* parser) -> int {
        parser->upgrade = 0;
        return restinio::impl::restinio_headers_complete_cb(parser);
    };
    return settings;
}

/// Makes a socket RESTinio's connection. Its server is left out: that one has an acceptor of its own.
std::shared_ptr<Factory> connection_factory(const IoPtr& io, HttpHandler handler, const HttpOptions& options) {
    restinio::server_settings_t<Traits> settings;
    settings.socket_options_setter([](auto& socket) { socket.set_option(asio_ns::ip::tcp::no_delay(true)); })
        .read_next_http_message_timelimit(options.patience)
        .handle_request_timeout(60s)
        .write_http_response_timelimit(options.patience)
        .max_pipelined_requests(1)
        .buffer_size(16 * 1024)
        .incoming_http_msg_limits(restinio::incoming_http_msg_limits_t{}
                                      .max_url_size(16 * 1024)
                                      .max_field_name_size(1024)
                                      .max_field_value_size(16 * 1024)
                                      .max_field_count(100)
                                      .max_body_size(restinio_body_limit))
        .request_handler(
            [io = std::weak_ptr(io), handler = std::move(handler), over_tls = options.over_tls](Handle request) {
                HttpRequest asked = plain(request);
                auto responder = std::make_shared<RestinioResponder>(io.lock(), request, asked.path, over_tls);
                handler(std::move(asked), std::move(responder));
                return restinio::request_accepted();
            });
    settings.ensure_valid_connection_state_listener();
    auto timers = settings.timer_factory()->create(*io);
    auto socket_options = settings.socket_options_setter();
    return std::make_shared<Factory>(
        std::make_shared<Settings>(std::move(settings), parser_settings(), std::move(timers)),
        std::move(socket_options));
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
    State(HttpOptions given, HttpHandler handler)
        : options(std::move(given)), factory(connection_factory(io, std::move(handler), options)) {}

    void take(Acceptor::Socket socket, const Acceptor::Endpoint& peer) {
        auto place = connections->admit(written(peer.address().to_string()), socket.native_handle());
        if (!place) return options.on_refused(503);
        try {
            HttpSocket placed(std::move(socket), std::move(place), options);
            factory->create_new_connection(std::move(placed), peer, nullptr)->init();
        } catch (const std::exception& e) {
            spdlog::error("HTTP: a connection was dropped: {}", e.what());
        }
    }

    HttpOptions options;
    const IoPtr io = std::make_shared<restinio::asio_ns::io_context>();
    const std::shared_ptr<Factory> factory;
    const std::shared_ptr<Connections> connections = std::make_shared<Connections>(
        options.connections, options.proxies, [](int socket) { ::shutdown(socket, SHUT_RDWR); }, options.most_held);
    std::unique_ptr<Acceptor> acceptor;
    std::thread thread;
};

HttpServer::HttpServer(HttpOptions options, HttpHandler handler)
    : state_(std::make_unique<State>(std::move(options), std::move(handler))) {
    State& state = *state_;
    HttpAddress& address = state.options.address;
    try {
        state.acceptor = std::make_unique<Acceptor>(
            *state.io, Acceptor::Endpoint(asio_ns::ip::make_address(address.host), address.port), state.connections,
            [&state](auto socket, const auto& peer) { state.take(std::move(socket), peer); });
        address.port = state.acceptor->where().port();
    } catch (const std::system_error& e) {
        throw Error(Code::invalid_argument, "cannot listen on " + address.text() + ": " + e.code().message());
    }
    state.thread = std::thread([&state] { state.io->run(); });
}

HttpServer::~HttpServer() { stop(); }

void HttpServer::stop() {
    if (!state_->thread.joinable()) return;
    state_->io->stop();
    state_->thread.join();
    state_->acceptor.reset();
}

const HttpAddress& HttpServer::address() const { return state_->options.address; }

}  // namespace rapport::gateway
