// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace chat {

/// Whose form of message a webhook takes.
enum class Service { slack, mattermost, teams };

/// "slack", "mattermost" or "teams"; std::invalid_argument otherwise.
Service service_of(std::string_view name);

/// The JSON that the service's incoming webhook takes: the subject in bold over the text. What people wrote shows as
/// they wrote it: it makes no link, mentions nobody, and formats nothing.
std::string post(Service service, std::string_view subject, std::string_view text);

}  // namespace chat
