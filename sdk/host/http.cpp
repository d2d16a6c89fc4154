// SPDX-License-Identifier: MIT
#include "sdk/host/http.hpp"

#include "sdk/host/http_client.hpp"
#include "sdk/host/http_tape.hpp"

namespace rapport::sdk {
namespace {

rapport_text borrow(const std::string& text) { return {text.data(), text.size()}; }

}  // namespace

Http::Http()
    : table_{sizeof table_, 0, this,
             [](void* self, const rapport_http_request* request, rapport_http_response* response) {
                 auto& http = *static_cast<Http*>(self);
                 try {
                     http.give(http.answer(*request), *response);
                 } catch (const std::exception& error) {
                     http.give({.outcome = RAPPORT_HTTP_REFUSED, .reason = error.what()}, *response);
                 }
             }} {}
Http::~Http() = default;

void Http::use_tape(const std::string& file) { tape_ = file.empty() ? nullptr : std::make_unique<Tape>(file); }

void Http::allow(std::string networks) { allowed_ = std::move(networks); }

HttpAnswer Http::answer(const rapport_http_request& request) {
    if (tape_ && tape_->replays()) return tape_->next(request);
    if (!client_) client_ = std::make_unique<Client>();
    auto answer = client_->perform(request, allowed_);
    if (tape_) tape_->record(request, answer);
    return answer;
}

void Http::give(HttpAnswer answer, rapport_http_response& into) {
    last_ = std::move(answer);
    last_headers_.clear();
    for (const auto& [name, value] : last_.headers)
        last_headers_.insert(last_headers_.end(), {borrow(name), borrow(value)});
    into.outcome = last_.outcome;
    into.status = last_.status;
    into.header_count = static_cast<std::uint32_t>(last_.headers.size());
    into.headers = last_headers_.data();
    into.body = borrow(last_.body);
    into.retry_after_ms = last_.retry_after_ms;
    into.reason = borrow(last_.reason);
}

}  // namespace rapport::sdk
