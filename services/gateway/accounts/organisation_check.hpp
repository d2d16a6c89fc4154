// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/organisation.hpp"

namespace rapport::gateway::accounts {

/// The organisation as it is kept: the public URL without a slash at its end. invalid_argument, naming the field and
/// what would be right: for a time zone, language or currency that there is none of, one that is named twice, a public
/// URL that is no host's, a logo that is too large or no picture of its media type. Whether there is the calendar is
/// for others to say.
api::Organisation checked(api::Organisation organisation);

/// image/png, image/jpeg, image/webp or image/svg+xml, as the first bytes say; nothing for what is none of these.
std::optional<std::string_view> media_type_of(std::string_view picture);

}  // namespace rapport::gateway::accounts
