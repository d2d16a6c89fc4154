// SPDX-License-Identifier: MIT
#include "services/kit/csv/lines.hpp"

#include <algorithm>

namespace rapport::kit {

std::size_t end_of_line(std::string_view text, std::size_t at) {
    at = std::min(text.find_first_of("\r\n", at), text.size());
    if (at < text.size()) at += text.substr(at, 2) == "\r\n" ? 2 : 1;
    return at;
}

Lines::Head Lines::head() {
    if (at_ == size_) fill();
    return {std::string_view(buffer_).substr(at_, size_ - at_), size_ < buffer_.size()};
}

std::string_view Lines::next() {
    const bool again = again_at_ < again_.size();
    if (!again && at_ == size_ && !fill()) return {};
    std::string_view rest =
        again ? std::string_view(again_).substr(again_at_) : std::string_view(buffer_).substr(at_, size_ - at_);
    const auto found = std::find_if(rest.begin(), rest.end(), ends_line);
    const bool ends = found != rest.end();
    if (ends) rest = rest.substr(0, static_cast<std::size_t>(found - rest.begin()) + 1);
    (again ? again_at_ : at_) += rest.size();
    // A line feed after a carriage return ends no further line.
    if (starts_line_ && !(after_cr_ && rest == "\n")) ++line_;
    starts_line_ = ends;
    after_cr_ = ends && rest.back() == '\r';
    return rest;
}

void Lines::unread(std::string_view text, std::size_t line) {
    if (text.empty()) return;
    // Most often it is what was given once more already.
    if (again_at_ >= text.size() && std::string_view(again_).substr(again_at_ - text.size(), text.size()) == text) {
        again_at_ -= text.size();
    } else {
        again_ = std::string(text) + again_.substr(again_at_);
        again_at_ = 0;
    }
    line_ = line - 1;
    starts_line_ = true;
    after_cr_ = false;
}

void Lines::skip(std::size_t size) {
    bool inside = size > 0;
    while (inside || !ended_line()) {
        const auto piece = next();
        if (piece.empty()) return;
        size -= std::min(size, piece.size());
        inside = size > 0;
    }
}

bool Lines::fill() {
    at_ = size_ = 0;
    while (size_ < buffer_.size()) {
        const std::size_t some = source_.read(buffer_.data() + size_, buffer_.size() - size_);
        if (some == 0) break;
        size_ += some;
    }
    return size_ > 0;
}

}  // namespace rapport::kit
