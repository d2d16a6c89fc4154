// SPDX-License-Identifier: MIT
#include "services/gateway/methods/event_types.hpp"

#include <nlohmann/json.hpp>

#include "bus/base/wire.hpp"

namespace rapport::gateway {

std::string event_types_document(const std::vector<bus::ServiceInfo>& services) {
    using Json = nlohmann::ordered_json;
    Json items = Json::array();
    for (const bus::ServiceInfo& service : services)
        for (const bus::EventInfo& event : service.events) {
            Json schema = Json::object();
            if (!event.schema.empty()) schema = Json::parse(to_json(event.schema.bytes));
            items.push_back({{"type", event.type},
                             {"source", service.name},
                             {"description", event.doc},
                             {"schema", std::move(schema)}});
        }
    return Json{{"items", std::move(items)}}.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rapport::gateway
