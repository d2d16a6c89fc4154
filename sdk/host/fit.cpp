// SPDX-License-Identifier: MIT
#include "sdk/host/fit.hpp"

#include <algorithm>
#include <array>

namespace rapport::sdk {
namespace {

constexpr std::size_t most_parts = 10, room_for_count = 8;  // "(10/10) "
constexpr std::string_view ellipsis = "…";
constexpr auto minute = std::chrono::minutes(1);

/// Not more than `most` bytes of it, whole characters only.
std::size_t whole(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text.size();
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
    return most;
}

std::string cut(const std::string& text, std::size_t most) {
    if (most == 0 || text.size() <= most) return text;
    if (most < ellipsis.size()) return text.substr(0, whole(text, most));
    return text.substr(0, whole(text, most - ellipsis.size())).append(ellipsis);
}

/// How much of a text goes into one part: up to the end of a paragraph, a line or a word, unless that is too little.
std::size_t part(std::string_view text, std::size_t most) {
    const auto size = whole(text, most);
    if (size == text.size()) return size;
    for (const std::string_view end : {"\n\n", "\n", " "})
        if (const auto at = text.rfind(end, size - 1); at != text.npos && at >= size / 2) return at + end.size();
    return std::max<std::size_t>(size, 1);
}

std::vector<std::string> split(const std::string& text, std::size_t most) {
    if (most == 0 || text.size() <= most) return {text};
    if (most < 4 * room_for_count) return {cut(text, most)};
    std::vector<std::string> parts;
    const auto room = most - room_for_count;
    for (std::string_view rest = text; !rest.empty();) {
        const bool last = parts.size() + 1 == most_parts;
        parts.push_back(last ? cut(std::string(rest), room) : std::string(rest.substr(0, part(rest, room))));
        rest.remove_prefix(last ? rest.size() : parts.back().size());
        while (!parts.back().empty() && (parts.back().back() == '\n' || parts.back().back() == ' '))
            parts.back().pop_back();
    }
    for (std::size_t i = 0; i < parts.size(); ++i)
        parts[i].insert(0, "(" + std::to_string(i + 1) + "/" + std::to_string(parts.size()) + ") ");
    return parts;
}

/// The name of a tag, in lower case: "br" of "<BR/>", "/p" of "</p>".
std::string tag_name(std::string_view tag) {
    std::string name;
    for (const char c : tag) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !(c == '/' && name.empty())) break;
        name += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return name;
}

/// The character of the entity at the front of `text`, which is then taken off; empty where there is none known.
std::string_view take_entity(std::string_view& text) {
    constexpr std::pair<std::string_view, std::string_view> known[] = {
        {"&amp;", "&"}, {"&lt;", "<"},   {"&gt;", ">"},  {"&quot;", "\""},
        {"&#39;", "'"}, {"&apos;", "'"}, {"&nbsp;", " "}};
    for (const auto& [entity, character] : known)
        if (text.starts_with(entity)) return text.remove_prefix(entity.size()), character;
    return {};
}

void name_attachments(Message& message) {
    for (const auto& each : message.attachments)
        message.text += (message.text.empty() ? "[not sent along: " : "\n[not sent along: ") + each.name + "]";
    message.attachments.clear();
}

}  // namespace

std::string plain_text(std::string_view html) {
    constexpr std::array ends{"br", "/p", "/div", "/li", "/tr", "/h1", "/h2", "/h3", "/h4"};
    std::string out;
    while (!html.empty()) {
        if (html.front() == '<') {
            const auto name = tag_name(html.substr(1));
            auto end = html.find('>');
            if (name == "style" || name == "script")
                end = html.find('>', std::min(html.find("</" + name), html.size()));
            html.remove_prefix(end == html.npos ? html.size() : end + 1);
            if (std::ranges::find(ends, name) != ends.end()) out += '\n';
        } else if (const auto character = take_entity(html); !character.empty()) {
            out += character;
        } else {
            out += html.front();
            html.remove_prefix(1);
        }
    }
    const auto first = out.find_first_not_of(" \n");
    return first == out.npos ? "" : out.substr(first, out.find_last_not_of(" \n") - first + 1);
}

std::vector<Message> fit(const ChannelDescription& channel, const Message& message) {
    Message fitting = message;
    if (!channel.html && !fitting.html.empty()) {
        if (fitting.text.empty()) fitting.text = plain_text(fitting.html);
        fitting.html.clear();
    }
    if (!channel.attachments) name_attachments(fitting);
    fitting.subject = cut(fitting.subject, channel.max_subject);
    const auto texts = split(fitting.text, channel.max_text);
    std::vector<Message> all(texts.size(), fitting);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        all[i].text = texts[i];
        if (i > 0) {
            all[i].key += "#" + std::to_string(i + 1);
            all[i].attachments.clear();
            all[i].html.clear();
        }
    }
    return all;
}

Receipt combined(std::span<const Receipt> parts, bool idempotent) {
    const auto bad = std::ranges::find_if(parts, [](const Receipt& each) { return each.outcome != Outcome::ok; });
    if (bad == parts.end()) return parts.front();
    const bool some_went = std::ranges::any_of(parts, [](const Receipt& each) { return each.outcome == Outcome::ok; });
    Receipt all = *bad;
    if (parts.size() == 1 || !some_went) return all;
    all.lost = std::ranges::any_of(parts, &Receipt::lost);
    all.reason =
        "part " + std::to_string(bad - parts.begin() + 1) + " of " + std::to_string(parts.size()) + ": " + all.reason;
    if (all.outcome == Outcome::retry && !idempotent) {
        all.outcome = Outcome::unknown;  // sent again, the parts that went would come twice
        all.reason += "; other parts were sent";
    }
    return all;
}

std::chrono::milliseconds Throttle::wait(Clock::time_point now, std::size_t count, std::size_t waiting) {
    if (limit_ == 0) return std::chrono::milliseconds(0);
    while (!gone_.empty() && now - gone_.front() >= minute) gone_.pop_front();
    if (waiting == 0 && (gone_.size() + count <= limit_ || gone_.empty())) {
        gone_.insert(gone_.end(), count, now);
        return std::chrono::milliseconds(0);
    }
    // Each full round of the limit is a minute more.
    const auto ahead = std::min(count, limit_) + waiting - 1;
    const auto frees = ahead % limit_ < gone_.size() ? gone_[ahead % limit_] + minute : now + minute;
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(frees - now), std::chrono::milliseconds(1)) +
           minute * (ahead / limit_);
}

}  // namespace rapport::sdk
