// SPDX-License-Identifier: MIT
#include "services/gateway/http/entity_tag.hpp"

#include <algorithm>
#include <charconv>

#include "bus/base/error.hpp"

namespace rapport::gateway {
namespace {

/// Reads a list from left to right. Elements may be empty, and blanks stand around them (RFC 9110, 5.6.1).
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    /// Nothing for what is no list of entity tags.
    std::optional<std::vector<EntityTag>> list() {
        std::vector<EntityTag> tags;
        skip_blanks();
        while (!text_.empty()) {
            if (text_.front() != ',') {
                auto tag = one();
                if (!tag) return {};
                tags.push_back(std::move(*tag));
                skip_blanks();
                if (text_.empty()) break;
                if (text_.front() != ',') return {};
            }
            text_.remove_prefix(1);
            skip_blanks();
        }
        if (tags.empty()) return {};
        return tags;
    }

private:
    std::optional<EntityTag> one() {
        EntityTag tag{.weak = text_.starts_with("W/")};
        if (tag.weak) text_.remove_prefix(2);
        if (!text_.starts_with('"')) return {};
        const auto end = text_.find('"', 1);
        if (end == text_.npos) return {};
        tag.opaque = text_.substr(1, end - 1);
        text_.remove_prefix(end + 1);
        // Whatever can be seen, and bytes above ASCII: no blank, no control.
        const bool sound = std::ranges::all_of(tag.opaque, [](unsigned char c) { return c > 0x20 && c != 0x7f; });
        return sound ? std::optional(std::move(tag)) : std::nullopt;
    }
    void skip_blanks() { text_.remove_prefix(std::min(text_.find_first_not_of(" \t"), text_.size())); }

    std::string_view text_;
};

std::string_view trimmed(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

}  // namespace

/// FNV-1a, of 64 bits: the same in each process, so that what a browser has is known after a restart.
std::string tag_of_content(std::string_view content) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const unsigned char byte : content) hash = (hash ^ byte) * 0x100000001b3;
    std::string text(16, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, hash >>= 4) *digit = "0123456789abcdef"[hash & 15];
    return text;
}

std::optional<TagCondition> tag_condition(const HttpRequest& request, std::string_view name) {
    if (!request.header(name)) return {};
    const std::string value = request.joined_headers(name);
    if (trimmed(value) == "*") return TagCondition{.any = true};
    auto tags = Reader(value).list();
    if (!tags) throw invalid(std::string(name), "must be * or entity tags as ETag gave them, such as \"7\"");
    return TagCondition{.tags = std::move(*tags)};
}

bool names_strongly(const TagCondition& condition, const std::optional<std::string>& current) {
    return condition.any || (current && std::ranges::count(condition.tags, EntityTag{.opaque = *current}) > 0);
}

bool names_weakly(const TagCondition& condition, const std::optional<std::string>& current) {
    return condition.any || (current && std::ranges::count(condition.tags, *current, &EntityTag::opaque) > 0);
}

std::vector<std::int64_t> versions_named(const TagCondition& condition) {
    std::vector<std::int64_t> versions;
    for (const EntityTag& tag : condition.tags) {
        std::int64_t version = 0;
        const char* const end = tag.opaque.data() + tag.opaque.size();
        const auto [stop, problem] = std::from_chars(tag.opaque.data(), end, version);
        const bool ours = problem == std::errc{} && stop == end && std::to_string(version) == tag.opaque;
        if (ours && !tag.weak) versions.push_back(version);
    }
    return versions;
}

}  // namespace rapport::gateway
