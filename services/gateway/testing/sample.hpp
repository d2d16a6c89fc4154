// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "bus/events/publisher.hpp"
#include "bus/server/server.hpp"
#include "bus/wire/info.hpp"
#include "services/gateway/testing/sample_types.hpp"

namespace rapport::gateway::testing {

/// What the service `samples` tells of itself: one method of each kind that the gateway must map.
bus::ServiceInfo sample_info();

/// The service `samples` on a thread of its own. Keeps samples in memory; some ids have a meaning: `missing` is not
/// found, `hang` is never answered, `mine` may not be seen. Finishing is allowed to none, and says so.
class SampleService {
public:
    /// With that history of before.
    explicit SampleService(const std::string& bus_url, std::string name = "samples",
                           std::vector<bus::Event> history = {});
    ~SampleService();
    /// The header that the last command came with.
    bus::Header last_header() const;
    /// Tells an event `samples.made`; with `live` false only its history knows of it.
    void tell(const std::string& title, bool live = true) { tell_of({}, title, live); }
    /// The same of what concerns those parties.
    void tell_of(std::vector<Uuid> parties, const std::string& title, bool live = true);
    /// Which parties are those of an actor from now on, beside those that they name: of them alone `$events` tells who
    /// does not see all.
    void give(const std::string& actor, std::vector<Uuid> parties);
    /// How often `$events` is not answered from now on.
    void fail_events(int times);
    /// What it told so far.
    std::vector<bus::Event> history() const;
    /// Its history begins anew, as that of a store that was restored.
    void restore();
    /// How its store is from now on: makes nothing while that is not `ok`.
    void store_is(const std::string& state) {
        const std::scoped_lock lock(mutex_);
        store_ = state;
    }
    /// How often `make` was refused for that.
    int refused() const { return refused_; }
    /// Until it is let go, nothing that is read is answered, and no key.
    void hold(bool on);
    /// Returns once somebody waits for what is held.
    void wait_until_asked();
    /// How often `make` ran; the same idempotency key counts once.
    int made() const { return made_; }

private:
    std::string answer(const bus::Request& request);
    std::string answer_events(const bus::Request& request);
    void wait_while_held();
    std::string make(const bus::Request& request);
    Sample get(const std::string& id) const;

    const std::string name_;
    mutable std::mutex mutex_;
    bus::Header last_header_;
    std::map<std::string, Sample> samples_;
    std::map<std::string, std::string> by_key_;
    std::vector<bus::Event> events_;
    std::map<std::string, std::vector<Uuid>> given_;
    std::string epoch_ = "1";
    int failing_ = 0;
    std::string store_ = "ok";
    std::atomic<int> made_{0}, refused_{0};
    std::condition_variable changed_;
    bool held_ = false, asked_ = false;
    bus::Loop loop_;
    bus::Publisher publisher_;
    std::unique_ptr<bus::Server> server_;
    std::jthread thread_;
};

}  // namespace rapport::gateway::testing
