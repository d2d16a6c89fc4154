// SPDX-License-Identifier: MIT
#include "services/complaints/store/former_actions.hpp"

#include <spdlog/spdlog.h>

#include "bus/base/wire.hpp"
#include "services/complaints/rules/action.hpp"

namespace rapport::complaints {

namespace {

void take_over(Unit& unit, const Store& store, const std::string& body) {
    Action action = in_todays_shape(decode_stored<Action>(from_json(body)));
    action.party = store.party_of(unit, action.about);
    store.actions.adopt(unit, action);
}

}  // namespace

kit::Route take_over_actions(const Store& store) {
    return kit::OnceRoute{
        "take_over_actions", [&store](Unit& unit) {
            for (const auto& [id, body] :
                 unit.db().rows<std::string, std::string>("select id, body from actions order by row")) {
                try {
                    take_over(unit, store, body);
                    unit.db().run("delete from actions where id = ?", {id});
                } catch (const kit::StoreError&) {
                    throw;
                } catch (const Error& error) {
                    spdlog::error(
                        "the action {} of an earlier version cannot be read, and stays in the table actions: "
                        "{}",
                        id, error.message());
                }
            }
        }};
}

}  // namespace rapport::complaints
