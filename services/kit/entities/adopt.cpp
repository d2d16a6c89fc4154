// SPDX-License-Identifier: MIT
#include "services/kit/entities/adopt.hpp"

#include "services/kit/users_replica.hpp"

namespace rapport::kit {
namespace {

constexpr Timer<UserId> known{"kit.user_known"};

/// A projection tells nothing: what comes of it is work of its own.
Route hears(std::string_view event) {
    return EventRoute{EventRoute::As::projection, std::string(source_of_users) + std::string(event),
                      [](Unit& unit, const bus::Event& told) {
                          if (const auto id = uuid_from(told.subject)) unit.at(known, UserId(*id), unit.now());
                      }};
}

}  // namespace

Routes adopts(std::function<void(Unit&, const KnownUser&)> adopt) {
    return {hears(".user_created"), hears(".user_changed"),
            TimerRoute{std::string(known.name), [adopt = std::move(adopt)](Unit& unit, const std::string& key) {
                           const auto user = user_of(unit, detail::key_from<UserId>(known.name, key));
                           if (!user) return;
                           unit.be_quiet();  // nobody is written to about what was theirs all along
                           adopt(unit, *user);
                       }}};
}

std::vector<std::string> names_of(const KnownUser& user) {
    std::vector<std::string> names{user.name};
    if (user.email && *user.email != user.name) names.push_back(*user.email);
    return names;
}

}  // namespace rapport::kit
