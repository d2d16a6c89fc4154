// SPDX-License-Identifier: MIT
#include "services/gateway/http/connections.hpp"

#include <algorithm>

#include "services/gateway/http/address_limit.hpp"

namespace rapport::gateway {

using Lock = std::lock_guard<std::mutex>;

Connections::Place::Place(std::shared_ptr<Connections> all, Peer& peer, int descriptor)
    : all_(std::move(all)), peer_(peer), descriptor_(descriptor), turn_(++all_->turns_) {
    ++all_->places_;
    ++peer_.places;
    ++peer_.open;
}

Connections::Place::~Place() {
    const Lock lock(all_->mutex_);
    stop_waiting();
    hold(0);
    if (!hung_up_) --peer_.open;
    --all_->places_;
    if (--peer_.places == 0) all_->peers_.erase(std::string(peer_.network));
    all_->changed_();
}

void Connections::Place::waits() {
    const Lock lock(all_->mutex_);
    start_waiting();
}

void Connections::Place::works() {
    const Lock lock(all_->mutex_);
    stop_waiting();
}

void Connections::Place::answers() {
    const Lock lock(all_->mutex_);
    stop_waiting();
    turn_ = ++all_->turns_;
    hold(0);
    start_waiting();
}

void Connections::Place::holds(std::size_t bytes) {
    const Lock lock(all_->mutex_);
    if (hung_up_) return;
    if (waiting_) peer_.sending.erase({held_, this});
    hold(bytes);
    if (waiting_ && held_) peer_.sending.emplace(held_, this);
    if (all_->held_ > all_->most_held_) all_->free_memory();
}

void Connections::Place::hold(std::size_t bytes) {
    all_->held_ += bytes - held_;
    peer_.held += bytes - held_;
    held_ = bytes;
}

void Connections::Place::start_waiting() {
    if (waiting_ || hung_up_) return;
    waiting_ = true;
    peer_.waiting.emplace(turn_, this);
    if (held_) peer_.sending.emplace(held_, this);
    all_->changed_();
}

void Connections::Place::stop_waiting() {
    if (!std::exchange(waiting_, false)) return;
    peer_.waiting.erase({turn_, this});
    peer_.sending.erase({held_, this});
}

Connections::Connections(std::size_t most, std::vector<std::string> proxies, std::function<void(int)> hang_up,
                         std::size_t most_held)
    : most_(most), proxies_(std::move(proxies)), hang_up_(std::move(hang_up)), most_held_(most_held) {
    for (std::string& proxy : proxies_) proxy = written(proxy);
}

std::unique_ptr<Connections::Place> Connections::admit(const std::string& address, int descriptor) {
    const std::string network = network_of(address);
    const Lock lock(mutex_);
    Peer& peer = peers_.try_emplace(network, Peer{.network = network}).first->second;
    const bool for_many = std::ranges::find(proxies_, address) != proxies_.end();
    if (!for_many && peer.open >= std::max<std::size_t>(1, most_ / 2)) {
        if (peer.waiting.empty()) return nullptr;
        hang_up_oldest(peer);
    }
    return std::make_unique<Place>(shared_from_this(), peer, descriptor);
}

bool Connections::full() const {
    const Lock lock(mutex_);
    return places_ >= most_;
}

bool Connections::make_room() {
    const Lock lock(mutex_);
    Peer* most = nullptr;
    for (auto& [network, peer] : peers_)
        if (!peer.waiting.empty() && (!most || peer.open > most->open)) most = &peer;
    if (most) hang_up_oldest(*most);
    return most != nullptr;
}

void Connections::on_change(std::function<void()> changed) {
    const Lock lock(mutex_);
    changed_ = std::move(changed);
}

void Connections::free_memory() {
    Peer* most = nullptr;
    for (auto& [network, peer] : peers_)
        if (!peer.sending.empty() && (!most || peer.held > most->held)) most = &peer;
    if (most) hang_up(*most->sending.rbegin()->second);
}

void Connections::hang_up(Place& place) {
    place.stop_waiting();
    place.hold(0);  // it is as good as gone
    place.hung_up_ = true;
    --place.peer_.open;
    hang_up_(place.descriptor_);
}

}  // namespace rapport::gateway
