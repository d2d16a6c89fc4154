// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace rapport::gateway {

/// The places that a server has for connections, so that no crowd takes its last file descriptor, and nobody all
/// places. Who waits (for a request, or to read its answer) gives way to who comes: of the address with the most
/// connections, the one that took the last piece of an answer longest ago. One address has half of the places at most.
/// Requests that are not answered yet have so much memory together; where that is not enough, one that is not whole is
/// given up, the largest of the address with the most. Thread-safe: a connection ends with whoever holds its request
/// last.
class Connections : public std::enable_shared_from_this<Connections> {
    struct Peer;

public:
    /// One connection's place, given back when it is destroyed.
    class Place {
    public:
        Place(std::shared_ptr<Connections> all, Peer& peer, int descriptor);
        ~Place();
        Place(const Place&) = delete;
        /// Nothing is in work: it waits for a request, or for the rest of one.
        void waits();
        void works();
        /// So many bytes of a request that is not answered yet are kept for it.
        void holds(std::size_t bytes);
        /// A piece of an answer goes out: it waits, from now on, until the peer took it. Then it works.
        void answers();

    private:
        friend class Connections;
        void start_waiting();
        void stop_waiting();
        void hold(std::size_t bytes);
        const std::shared_ptr<Connections> all_;
        Peer& peer_;
        const int descriptor_;
        std::uint64_t turn_;  ///< a later one for each answer
        std::size_t held_ = 0;
        bool waiting_ = false, hung_up_ = false;
    };

    /// `proxies`: addresses that speak for many, and may have all places. `hang_up` ends a connection, so that its
    /// place is given back soon. `most_held`: bytes of requests in all.
    Connections(std::size_t most, std::vector<std::string> proxies, std::function<void(int descriptor)> hang_up,
                std::size_t most_held = 64 << 20);

    /// A place for a connection from there; none if its address has its share, and all of these are in work.
    std::unique_ptr<Place> admit(const std::string& address, int descriptor);
    bool full() const;
    std::size_t most() const { return most_; }
    /// Hangs up one that waits. False if none does.
    bool make_room();
    /// What is done whenever a place was given back, or somebody came to wait: in the midst of it, so it must not come
    /// back here.
    void on_change(std::function<void()> changed);

private:
    using Waiting = std::set<std::pair<std::uint64_t, Place*>>;
    struct Peer {
        std::string network;
        std::size_t places = 0, open = 0;  ///< the latter without those that were hung up
        std::size_t held = 0;
        Waiting waiting = {};  ///< by turn
        Waiting sending = {};  ///< of these who are in the midst of a request, by what is held for it
    };
    void hang_up_oldest(Peer& peer) { hang_up(*peer.waiting.begin()->second); }
    void hang_up(Place& place);
    void free_memory();

    const std::size_t most_;
    std::vector<std::string> proxies_;  ///< as addresses are written everywhere
    const std::function<void(int)> hang_up_;
    const std::size_t most_held_;
    mutable std::mutex mutex_;
    std::function<void()> changed_ = [] {};
    std::map<std::string, Peer> peers_;  ///< by network
    std::size_t places_ = 0, held_ = 0;
    std::uint64_t turns_ = 0;
};

}  // namespace rapport::gateway
