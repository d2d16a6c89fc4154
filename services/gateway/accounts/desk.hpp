// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/session_desk.hpp"
#include "services/kit/service/service.hpp"

namespace rapport::gateway::accounts {

/// The service `accounts`: what it answers and does.
class Desk final : public kit::Component {
public:
    /// `directory` outlives it, and is kept as the store is.
    explicit Desk(Directory& directory) : directory_(directory) {}
    kit::Definition definition() override;
    /// Fills the directory from a store that was just opened.
    void load(kit::Db& db) { directory_.load(store_, db); }

private:
    User create_user(kit::Unit& unit, const api::CreateUser& request);
    User update_user(kit::Unit& unit, const UpdateUser& request);
    User get_user(kit::View& view, const kit::ById<UserId>& request);
    kit::Page<User> list_users(kit::View& view, const api::ListUsers& request);
    kit::Page<api::StaffMember> list_staff(kit::View& view, const api::ListStaff& request);
    Token ensure_administrator(kit::Unit& unit, const api::EnsureAdministrator& request);

    /// Who leads the user, and who stands in, is another user who may sign in; nobody leads themself, at whatever remove.
    void check_colleagues(const kit::View& view, const User& before, const User& after) const;
    void check_colleague(const kit::View& view, const std::string& field, const UserId& id) const;
    void keep_an_administrator(const kit::Unit& unit, const User& but_not) const;
    /// Who goes on with what belonged to a user. Refused for a user who is not retired by this, and for one who cannot.
    User successor_of(const kit::View& view, const User& user, const UserId& to, bool retires) const;
    void add(kit::Unit& unit, User& user, api::By by);
    Token shortened(kit::Unit& unit, StoredToken token, std::optional<Instant> expires);

    Directory& directory_;
    Store store_;
    TokenDesk tokens_{directory_, store_};
    SessionDesk sessions_{directory_, store_, tokens_};
};

}  // namespace rapport::gateway::accounts
