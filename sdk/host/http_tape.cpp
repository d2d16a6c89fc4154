// SPDX-License-Identifier: MIT
#include "sdk/host/http_tape.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace rapport::sdk {
namespace {

using Json = nlohmann::json;

std::string owned(rapport_text text) { return text.size == 0 ? std::string{} : std::string(text.data, text.size); }

Json json_of(const rapport_http_request& request) {
    return {{"method", owned(request.method)},
            {"url", owned(request.url)},
            {"body", owned(request.body)},
            {"flags", request.flags}};
}

}  // namespace

Http::Tape::Tape(std::string file) : file_(std::move(file)), replays_(std::filesystem::exists(file_)) {
    if (replays_) in_.open(file_);
    else out_.open(file_);
    if (!in_.is_open() && !out_.is_open()) throw std::runtime_error("the tape " + file_ + " cannot be opened");
}

HttpAnswer Http::Tape::next(const rapport_http_request& request) {
    std::string line;
    if (!std::getline(in_, line)) throw std::invalid_argument("the tape " + file_ + " has no more exchanges");
    const auto exchange = Json::parse(line);
    if (exchange.at("request") != json_of(request))
        throw std::invalid_argument("the tape " + file_ +
                                    " has another request next: " + exchange.at("request").dump());
    const auto& answer = exchange.at("answer");
    return {.outcome = answer.at("outcome"),
            .status = answer.at("status"),
            .headers = answer.at("headers").get<std::vector<std::pair<std::string, std::string>>>(),
            .body = answer.at("body"),
            .retry_after_ms = answer.at("retry_after_ms"),
            .reason = answer.at("reason")};
}

void Http::Tape::record(const rapport_http_request& request, const HttpAnswer& answer) {
    const Json exchange{{"request", json_of(request)},
                        {"answer",
                         {{"outcome", answer.outcome},
                          {"status", answer.status},
                          {"headers", answer.headers},
                          {"body", answer.body},
                          {"retry_after_ms", answer.retry_after_ms},
                          {"reason", answer.reason}}}};
    out_ << exchange.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
}

}  // namespace rapport::sdk
