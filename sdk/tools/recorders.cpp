// SPDX-License-Identifier: MIT
#include "sdk/tools/recorders.hpp"

#include <algorithm>
#include <iterator>

namespace rapport::sdk::tools {
namespace {

constexpr std::string_view http_address = "{http}", smtp_host = "{smtp_host}", smtp_port = "{smtp_port}";

std::string named(std::string settings, std::uint16_t http, std::uint16_t smtp) {
    settings = replaced(std::move(settings), http_address, "http://127.0.0.1:" + std::to_string(http));
    settings = replaced(std::move(settings), smtp_host, "127.0.0.1");
    return replaced(std::move(settings), smtp_port, std::to_string(smtp));
}

}  // namespace

std::string replaced(std::string text, std::string_view what, const std::string& by) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

Recorders::Recorders(const std::string& settings, const std::string& answer) {
    if (settings.find(http_address) != settings.npos) http_.emplace(Recorder::Protocol::http, answer);
    if (settings.find(smtp_port) != settings.npos) smtp_.emplace(Recorder::Protocol::smtp);
}

std::string Recorders::name_in(const std::string& settings) const {
    return named(settings, http_ ? http_->port() : 0, smtp_ ? smtp_->port() : 0);
}

std::string Recorders::name_deaf_in(const std::string& settings) const {
    return named(settings, http_ ? http_->deaf_port() : 0, smtp_ ? smtp_->deaf_port() : 0);
}

void Recorders::behave(Manner manner) {
    for (auto* each : {&http_, &smtp_})
        if (*each) (*each)->behave(manner);
}

std::vector<Sent> Recorders::take() {
    std::vector<Sent> all;
    for (auto* each : {&http_, &smtp_})
        if (*each) std::ranges::move((*each)->take(), std::back_inserter(all));
    return all;
}

}  // namespace rapport::sdk::tools
