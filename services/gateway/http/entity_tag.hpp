// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/gateway/http/http.hpp"

namespace rapport::gateway {

/// `"7"`, or weak, as compressing proxies make it: `W/"7"`.
struct EntityTag {
    std::string opaque;  ///< without its quotes
    bool weak = false;
    friend bool operator==(const EntityTag&, const EntityTag&) = default;
};

/// The opaque part of a strong tag that stands for exactly that content: 16 hexadecimal digits.
std::string tag_of_content(std::string_view content);

/// What If-Match or If-None-Match says: `*`, or a list of tags (RFC 9110, 13.1).
struct TagCondition {
    bool any = false;
    std::vector<EntityTag> tags;
};

/// Of all headers of that name together; nothing where there is none. invalid_argument, naming the header, for what is
/// neither `*` nor a list of entity tags.
std::optional<TagCondition> tag_condition(const HttpRequest& request, std::string_view name);

/// Whether it names what there is, whose tag is `current`; none: it has no tag, and only `*` names it. The strong
/// comparison, for If-Match: weak tags name nothing. The weak one, for If-None-Match: they do.
bool names_strongly(const TagCondition& condition, const std::optional<std::string>& current);
bool names_weakly(const TagCondition& condition, const std::optional<std::string>& current);

/// The versions that strong tags name, in their order; tags that never were one of ours are left out.
std::vector<std::int64_t> versions_named(const TagCondition& condition);

}  // namespace rapport::gateway
