// SPDX-License-Identifier: MIT
#include "services/gateway/methods/catalogue.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "bus/wire/introspection.hpp"
#include "services/gateway/methods/event_types.hpp"
#include "services/gateway/methods/openapi.hpp"
#include "services/gateway/methods/questions.hpp"

namespace rapport::gateway {
namespace {

constexpr std::chrono::milliseconds period{1'000};
/// An answer that takes longer is asked for again by the next refresh.
constexpr std::chrono::milliseconds patience{2'000};
/// A service that was restarted between two refreshes looks like the one before: so all are asked again now and then.
constexpr std::chrono::seconds doubt{10};

/// Nothing if the bus did not answer, or not in a way that we can read.
std::optional<bus::ServedServices> listed_in(const bus::Reply& reply) {
    if (reply.error) return {};
    try {
        return decode<bus::ServedServices>(reply.result);
    } catch (const Error& e) {
        spdlog::error("the bus lists services in a way that cannot be read: {}", e.message());
        return {};
    }
}

void log_refused(const std::vector<RefusedRoute>& refused) {
    for (const auto& r : refused) spdlog::error("{}.{} is not offered over HTTP: {}", r.service, r.method, r.why);
}

}  // namespace

const std::string& Offer::openapi() const {
    std::call_once(made_, [this] { openapi_ = openapi_document(services, routes); });
    return openapi_;
}

const std::string& Offer::event_types() const {
    std::call_once(listed_, [this] { event_types_ = event_types_document(services); });
    return event_types_;
}

const std::vector<Resource>& Offer::resources() const {
    std::call_once(found_, [this] { resources_ = resources_of(services); });
    return resources_;
}

Catalogue::Catalogue(bus::Loop& loop, bus::Client& client, std::vector<std::string> expected)
    : loop_(loop),
      client_(client),
      expected_(std::move(expected)),
      timer_(loop.every(period, [this] { refresh({}); })) {
    refresh({});
}

Catalogue::~Catalogue() { loop_.cancel(timer_); }

bool Snapshot::knows(std::string_view service) const {
    return std::ranges::find(missing, service) != missing.end() ||
           std::ranges::find(offer->services, service, &bus::ServiceInfo::name) != offer->services.end();
}

std::shared_ptr<const Snapshot> Catalogue::snapshot() const {
    const std::scoped_lock lock(mutex_);
    return snapshot_;
}

void Catalogue::refresh(std::function<void()> done) {
    if (done) waiting_.push_back(std::move(done));
    if (std::exchange(listing_, true)) return;
    client_.call("bus", "services", {}, {.timeout = patience},
                 [this, alive = std::weak_ptr(alive_)](const bus::Reply& reply, bool last) {
                     if (alive.expired() || !last) return;
                     listing_ = false;
                     take_services(reply);
                     finish_refresh();
                 });
}

void Catalogue::finish_refresh() {
    if (listing_ || !asked_.empty()) return;
    for (const auto& done : std::exchange(waiting_, {})) done();
}

void Catalogue::take_services(const bus::Reply& reply) {
    const auto before = std::exchange(up_, {});
    const auto now = std::chrono::steady_clock::now();
    const auto listed = listed_in(reply);
    bus_ = listed.has_value();
    for (const auto& service : listed.value_or(bus::ServedServices{}).services) {
        if (service.instances <= 0) continue;
        const auto instances = static_cast<std::size_t>(service.instances);
        up_[service.name] = instances;
        const auto known = known_.find(service.name);
        const auto was = before.find(service.name);
        if (known == known_.end() || was == before.end() || was->second != instances ||
            now - known->second.asked > doubt)
            ask(service.name);
    }
    publish();
}

void Catalogue::ask(const std::string& name) {
    if (!asked_.insert(name).second) return;
    client_.call(name, "$info", {}, {.timeout = patience},
                 [this, name, alive = std::weak_ptr(alive_)](const bus::Reply& reply, bool last) {
                     if (alive.expired()) return;
                     if (reply.error) spdlog::warn("{} does not tell what it offers: {}", name, reply.error->message());
                     else if (!last) take_info(name, reply.result);  // one for each instance; they are of one kind
                     if (!last) return;
                     asked_.erase(name);
                     finish_refresh();
                 });
}

void Catalogue::take_info(const std::string& name, const std::string& info) {
    if (!known_.contains(name)) order_.push_back(name);
    Known& known = known_[name];
    known.asked = std::chrono::steady_clock::now();
    if (known.told == info) return;
    known.told = info;
    try {
        known.info = decode<bus::ServiceInfo>(info);
    } catch (const Error& e) {
        spdlog::error("{} tells what it offers in a way that cannot be read: {}", name, e.message());
    }
    known.info.name = name;  // requests go to the name that the bus knows
    known.routes = routes_of(known.info);
    log_refused(known.routes.refused);
    rebuild_offer();
    publish();
}

void Catalogue::rebuild_offer() {
    auto offer = std::make_shared<Offer>();
    log_refused(offer->routes.add(routes_of(questions())));
    for (const std::string& name : order_) {
        const Known& known = known_[name];
        offer->services.push_back(known.info);
        log_refused(offer->routes.add(known.routes));
    }
    spdlog::info("{} paths of {} services are offered", offer->routes.all().size(), offer->services.size());
    offer_ = std::move(offer);
}

void Catalogue::publish() {
    auto next = std::make_shared<Snapshot>();
    next->offer = offer_;
    next->bus = bus_;
    next->up = up_;
    next->complete = bus_ || !known_.empty();
    for (const std::string& name : expected_) {
        if (!up_.contains(name)) next->missing.push_back(name);
        if (!known_.contains(name)) next->complete = false;
    }
    for (const auto& [name, instances] : up_)
        if (!known_.contains(name)) next->complete = false;
    const std::scoped_lock lock(mutex_);
    snapshot_ = std::move(next);
}

}  // namespace rapport::gateway
