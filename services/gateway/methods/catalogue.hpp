// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "bus/client/client.hpp"
#include "services/gateway/methods/resources.hpp"
#include "services/gateway/methods/routes.hpp"

namespace rapport::gateway {

/// What can be asked over HTTP: changes only when a service's `$info` does.
struct Offer {
    std::vector<bus::ServiceInfo> services;  ///< in the order in which they were first heard
    RouteTable routes;
    /// Their OpenAPI document as JSON text, made when it is first asked for: most deployments are never asked.
    /// Thread-safe.
    const std::string& openapi() const;
    /// The types of event that they tell, likewise.
    const std::string& event_types() const;
    /// The kinds of records that they have, likewise.
    const std::vector<Resource>& resources() const;

private:
    mutable std::once_flag made_, listed_, found_;
    mutable std::string openapi_, event_types_;
    mutable std::vector<Resource> resources_;
};

/// What the gateway knew at a time. Read only.
struct Snapshot {
    std::shared_ptr<const Offer> offer = std::make_shared<Offer>();
    bool bus = false;                       ///< the bus answered when it was last asked
    std::map<std::string, std::size_t> up;  ///< services that the bus knows, and their instances
    std::vector<std::string> missing;       ///< expected, but not up
    bool complete = false;                  ///< every service expected has told its methods at some time

    bool is_up(std::string_view service) const { return up.contains(std::string(service)); }
    /// Whether it is expected, or was heard at some time.
    bool knows(std::string_view service) const;
};

/// Keeps what the services offer: asks the bus each second who is there, and who is new or has changed for its `$info`.
/// A service that has gone keeps its routes, so that its callers hear `unavailable` and not `not_found`.
class Catalogue {
public:
    /// Belongs to the loop's thread but for snapshot(). `expected` are the services without which we are not ready.
    Catalogue(bus::Loop& loop, bus::Client& client, std::vector<std::string> expected);
    ~Catalogue();

    /// The newest state. Thread-safe.
    std::shared_ptr<const Snapshot> snapshot() const;
    /// Asks now, and calls `done` when whoever is there has told what it offers (or has not in two seconds).
    void refresh(std::function<void()> done);

private:
    void take_services(const bus::Reply& reply);
    void ask(const std::string& name);
    void take_info(const std::string& name, const std::string& info);
    void finish_refresh();
    void rebuild_offer();
    void publish();

    struct Known {
        bus::ServiceInfo info;
        std::string told;  ///< what `info` was read from
        ServiceRoutes routes;
        std::chrono::steady_clock::time_point asked;
    };

    bus::Loop& loop_;
    bus::Client& client_;
    const std::vector<std::string> expected_;
    bus::Loop::TimerId timer_;
    bool listing_ = false, bus_ = false;
    std::vector<std::function<void()>> waiting_;  ///< for the end of this refresh
    std::set<std::string> asked_;                 ///< their `$info` is under way
    std::map<std::string, Known> known_;
    std::vector<std::string> order_;  ///< in which they were first heard: the first keeps a path that two want
    std::map<std::string, std::size_t> up_;
    std::shared_ptr<const Offer> offer_ = std::make_shared<Offer>();
    std::shared_ptr<const bool> alive_ = std::make_shared<bool>(true);  ///< answers that come after us find it gone

    mutable std::mutex mutex_;
    std::shared_ptr<const Snapshot> snapshot_ = std::make_shared<Snapshot>();
};

}  // namespace rapport::gateway
