// SPDX-License-Identifier: MIT
#include "services/complaints/store/former_actions.hpp"

#include "bus/base/wire.hpp"
#include "services/complaints/rules/action.hpp"

namespace rapport::complaints {

kit::Route take_over_actions(const Store& store) {
    return kit::OnceRoute{
        "take_over_actions", [&store](Unit& unit) {
            for (const auto& [body] : unit.db().rows<std::string>("select body from actions order by row")) {
                Action action = in_todays_shape(decode_stored<Action>(from_json(body)));
                action.party = store.party_of(unit, action.about);
                store.actions.adopt(unit, action);
            }
            unit.db().run("delete from actions");
        }};
}

}  // namespace rapport::complaints
