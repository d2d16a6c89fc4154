// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/user.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "services/kit/calendar/zone.hpp"
#include "services/kit/language/language.hpp"

namespace rapport::gateway::accounts {

void check(const User& user) {
    if (user.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-@") != user.name.npos)
        throw invalid("name", "must be of small letters, digits and . _ - @");
    if (user.roles.empty()) throw invalid("roles", "must be one at least");
    if (std::ranges::count(user.roles, Role::service)) throw invalid("roles", "service is for the services themselves");
    for (const std::string& party : user.parties)
        if (!uuid_from(party)) throw invalid("parties", "must be ids of parties");
    if (user.language) kit::check_language_tag("language", *user.language);
    if (user.time_zone) static_cast<void>(kit::Zone(*user.time_zone, "time_zone"));
    if (user.manager == user.id) throw invalid("manager", "must be another user");
    for (std::size_t i = 0; i < user.absences.size(); ++i) {
        const std::string field = "absences[" + std::to_string(i) + "].";
        const Absence& absence = user.absences[i];
        if (absence.until < absence.from) throw invalid(field + "until", "must not be before the day in from");
        if (absence.deputy == user.id) throw invalid(field + "deputy", "must be another user");
    }
}

bool is_administrator(const User& user) { return user.active && std::ranges::count(user.roles, Role::admin) > 0; }

std::vector<Role> within(const std::vector<Role>& wanted, const std::vector<Role>& own) {
    const auto have = [&own](Role role) { return std::ranges::count(own, role) > 0; };
    const auto covered = [&](Role role) {
        if (role == Role::service) return false;
        return have(role) || have(Role::admin) || (have(Role::manager) && role != Role::admin);
    };
    std::vector<Role> out;
    std::ranges::copy_if(wanted, std::back_inserter(out), covered);
    return out;
}

std::vector<std::string> names_of_roles(const std::vector<Role>& roles) {
    std::vector<std::string> out;
    for (const Role role : roles) out.emplace_back(name_of(role));
    return out;
}

}  // namespace rapport::gateway::accounts
