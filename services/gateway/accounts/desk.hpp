// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/calendar_desk.hpp"
#include "services/gateway/accounts/colleagues.hpp"
#include "services/gateway/accounts/personal_desk.hpp"
#include "services/gateway/accounts/second_factor_desk.hpp"
#include "services/gateway/accounts/session_desk.hpp"
#include "services/kit/service/service.hpp"

namespace rapport::gateway::accounts {

/// The service `accounts`: what it answers and does.
class Desk final : public kit::Component {
public:
    /// `directory` outlives it, and is kept as the store is. A store that has no organisation yet begins with what the
    /// settings say of it.
    explicit Desk(Directory& directory, kit::Part<api::Organisation> organisation = {})
        : directory_(directory), settings_(std::move(organisation)) {}
    kit::Definition definition() override;
    /// Fills the directory from a store that was just opened.
    void load(kit::Db& db) { directory_.load(store_, db); }
    /// In which fields the settings say otherwise of the organisation than its record, which counts.
    std::vector<std::string> overruled_settings(kit::Db& db) const {
        return organisation_.differences({db, {}, {}}, settings_);
    }

private:
    User create_user(kit::Unit& unit, const api::CreateUser& request);
    User update_user(kit::Unit& unit, const UpdateUser& request);
    User get_user(kit::View& view, const kit::ById<UserId>& request);
    kit::Page<User> list_users(kit::View& view, const api::ListUsers& request);
    kit::Page<api::StaffMember> list_staff(kit::View& view, const api::ListStaff& request);
    Token ensure_administrator(kit::Unit& unit, const api::EnsureAdministrator& request);

    /// Who leads the user, and who stands in, is another user who may sign in; nobody leads themself, at whatever
    /// remove.
    void check_colleagues(const kit::View& view, const User& before, const User& after) const;
    void check_colleague(const kit::View& view, const std::string& field, const UserId& id) const;
    void begin(kit::Unit& unit);
    void keep_an_administrator(const kit::Unit& unit, const User& but_not) const;
    /// Who goes on with what belonged to a user. Refused for a user who is not retired by this, and for one who cannot.
    User successor_of(const kit::View& view, const User& user, const UserId& to, bool retires) const;
    void add(kit::Unit& unit, User& user, api::By by);
    Token shortened(kit::Unit& unit, StoredToken token, std::optional<Instant> expires);

    Directory& directory_;
    const kit::Part<api::Organisation> settings_;
    Store store_;
    TokenDesk tokens_{directory_, store_};
    SessionDesk sessions_{directory_, store_, tokens_};
    SecondFactorDesk second_factors_{directory_, store_, sessions_};
    OrganisationDesk organisation_{directory_, store_};
    CalendarDesk calendars_{store_, organisation_};
    PersonalDesk personal_{store_};
    Colleagues colleagues_{store_};
};

}  // namespace rapport::gateway::accounts
