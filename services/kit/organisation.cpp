// SPDX-License-Identifier: MIT
#include "services/kit/organisation.hpp"

#include "bus/base/wire.hpp"
#include "services/kit/entities/replica.hpp"

namespace rapport::kit {
namespace {

constexpr Event<Changed<Organisation>> changed{"accounts.organisation_changed"};

const ReplicaTable& table() {
    static const ReplicaTable table("kit_organisation", {"body"});
    return table;
}

}  // namespace

Organisation organisation(const View& view) {
    const auto row = view.db().row<std::string>("select body from kit_organisation");
    if (!row) return {};
    return decode_stored<Organisation>(from_json(std::get<0>(*row)));
}

Routes organisation_routes(std::function<void(Unit&, const Organisation&)> on_change) {
    return {EventRoute{EventRoute::As::projection, std::string(changed.type),
                       [on_change = std::move(on_change)](Unit& unit, const bus::Event& event) {
                           const auto told = decode_stored<Changed<Organisation>>(event.data).entity;
                           const bool is_news =
                               table().put(unit.db(), told.id, told.version, {Param(to_json(encode(told)))});
                           if (is_news && on_change) on_change(unit, told);
                       },
                       table().name(), table().form()},
            ClearRoute{"accounts", [](Unit& unit) { table().clear(unit.db()); }}};
}

}  // namespace rapport::kit
