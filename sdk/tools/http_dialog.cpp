// SPDX-License-Identifier: MIT
#include <algorithm>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "sdk/tools/dialogs.hpp"

namespace rapport::sdk::tools {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

Sent parts_of(const Request& request) {
    Sent sent{{"request", std::string(request.method_string()) + " " + std::string(request.target())}};
    for (const auto& field : request) {
        std::string name(field.name_string());
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        sent.emplace_back(std::move(name), std::string(field.value()));
    }
    sent.emplace_back("body", request.body());
    return sent;
}

Response answer_to(const Request& request, const Notebook& notes) {
    Response answer{http::status::ok, request.version()};
    answer.body() = notes.answer;
    const auto as = [&](http::status status, const char* why) {
        answer.result(status);
        answer.body() = why;
    };
    switch (notes.manner()) {
        case Manner::refuses:
            as(http::status::bad_request, "no such recipient");
            break;
        case Manner::is_busy:
            as(http::status::too_many_requests, "too many messages");
            answer.set(http::field::retry_after, std::to_string(retry_after_s));
            break;
        case Manner::is_away:
            as(http::status::service_unavailable, "under maintenance");
            break;
        case Manner::fails:
            as(http::status::internal_server_error, "something went wrong");
            break;
        default:
            break;
    }
    answer.keep_alive(request.keep_alive());
    answer.prepare_payload();
    return answer;
}

Request read(boost::asio::ip::tcp::socket& client, beast::flat_buffer& buffer) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(largest_message);
    http::read_header(client, buffer, parser);
    if (parser.get()[http::field::expect] == "100-continue")
        http::write(client, http::response<http::empty_body>{http::status::continue_, parser.get().version()});
    http::read(client, buffer, parser);
    return parser.release();
}

}  // namespace

void speak_http(boost::asio::ip::tcp::socket& client, Notebook& notes) {
    beast::flat_buffer buffer;
    for (bool stays = true; stays;) {
        const auto request = read(client, buffer);
        notes.keep(parts_of(request));
        if (notes.manner() == Manner::drops) return;
        if (notes.manner() == Manner::is_silent) return notes.rest_until_closed();
        if (notes.manner() == Manner::is_slow) notes.rest(slowness);
        http::write(client, answer_to(request, notes));
        stays = request.keep_alive();
    }
}

}  // namespace rapport::sdk::tools
