// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/organisation_check.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "services/gateway/accounts/base64.hpp"
#include "services/gateway/accounts/currency.hpp"
#include "services/gateway/accounts/public_url.hpp"
#include "services/kit/calendar/zone.hpp"
#include "services/kit/language/language.hpp"

namespace rapport::gateway::accounts {
namespace {

using namespace std::literals;

constexpr std::size_t largest_logo = 64 << 10;

bool skip(std::string_view& text, std::string_view beginning) {
    if (!text.starts_with(beginning)) return false;
    text.remove_prefix(beginning.size());
    return true;
}

/// Up to the end of what begins there, `-->` of a comment. False if it has none.
bool skip_past(std::string_view& text, std::string_view end) {
    const auto at = text.find(end);
    if (at == text.npos) return false;
    text.remove_prefix(at + end.size());
    return true;
}

/// Whether the first element is `svg`, after a byte order mark, an XML declaration, comments and a document type.
bool is_svg(std::string_view text) {
    skip(text, "\xef\xbb\xbf");
    for (;;) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
        if (skip(text, "<svg")) return !text.empty() && " \t\r\n>/"sv.find(text.front()) != std::string_view::npos;
        const bool more = text.starts_with("<?")     ? skip_past(text, "?>")
                          : text.starts_with("<!--") ? skip_past(text, "-->")
                                                     : text.starts_with("<!DOCTYPE svg") && skip_past(text, ">");
        if (!more) return false;
    }
}

void check_logo(const api::Logo& logo) {
    const auto bytes = from_base64(logo.content);
    if (!bytes) throw invalid("logo.content", "must be the picture's bytes in base64");
    if (bytes->size() > largest_logo)
        throw invalid("logo.content",
                      "must be at most 64 KiB; these are " + std::to_string(bytes->size()) + " bytes: make it smaller");
    const auto type = media_type_of(*bytes);
    if (!type) throw invalid("logo.content", "must be a PNG, JPEG, WebP or SVG picture");
    if (logo.media_type != *type)
        throw invalid("logo.media_type", "must be " + std::string(*type) + ", as the picture's first bytes say");
}

/// `check` throws for one that is none.
template <class Check>
void check_each(const std::string& field, const std::vector<std::string>& list, Check check) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string path = field + "[" + std::to_string(i) + "]";
        check(path, list[i]);
        if (std::find(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(i), list[i]) !=
            list.begin() + static_cast<std::ptrdiff_t>(i))
            throw invalid(path, "is named twice: " + list[i]);
    }
}

}  // namespace

std::optional<std::string_view> media_type_of(std::string_view picture) {
    if (picture.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
    if (picture.starts_with("\xff\xd8\xff")) return "image/jpeg";
    if (picture.size() >= 12 && picture.starts_with("RIFF") && picture.substr(8, 4) == "WEBP") return "image/webp";
    if (is_svg(picture)) return "image/svg+xml";
    return {};
}

api::Organisation checked(api::Organisation organisation) {
    const kit::Zone zone(organisation.time_zone);
    if (organisation.languages.empty()) throw invalid("languages", "must name one at least, such as en");
    check_each("languages", organisation.languages,
               [](const std::string& path, const std::string& tag) { kit::check_language_tag(path, tag); });
    check_each("currencies", organisation.currencies, [](const std::string& path, const std::string& code) {
        if (!is_currency(code))
            throw invalid(path, shown_name(code) + ": must be the ISO 4217 code of a currency in use, such as EUR");
    });
    if (organisation.public_url) organisation.public_url = checked_public_url("public_url", *organisation.public_url);
    if (organisation.logo) check_logo(*organisation.logo);
    return organisation;
}

}  // namespace rapport::gateway::accounts
