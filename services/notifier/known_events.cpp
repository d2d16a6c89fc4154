// SPDX-License-Identifier: MIT
#include "services/notifier/known_events.hpp"

namespace rapport::notifier {

kit::Routes KnownEvents::routes() { return {kit::learn(this, &KnownEvents::learn)}; }

EventSchemas KnownEvents::all(const kit::View& view) {
    EventSchemas all;
    for (auto& [type, schema] : view.db().rows<std::string, std::string>("select type, body from known_events"))
        all.emplace(std::move(type), Any{from_json(schema)});
    return all;
}

/// What it tells no more is forgotten: of a rule for it nothing would come.
void KnownEvents::learn(kit::Unit& unit, const bus::ServiceInfo& info) {
    unit.db().run("delete from known_events where service = ?", {info.name});
    for (const bus::EventInfo& event : info.events) {
        if (!event.type.starts_with(info.name + ".")) continue;
        unit.db().run("insert into known_events (type, service, body) values (?, ?, ?) on conflict (type) do nothing",
                      {event.type, info.name, event.schema.empty() ? "{}" : to_json(event.schema.bytes)});
    }
}

}  // namespace rapport::notifier
