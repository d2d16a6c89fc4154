// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "bus/wire/endpoints.hpp"
#include "services/kit/config.hpp"
#include "services/kit/engine/engine.hpp"
#include "services/kit/service/span_log.hpp"

namespace rapport::kit {

/// What every service can be told; its own settings come beside these.
struct ProcessSettings {
    std::string bus;                   ///< where the bus takes requests
    std::optional<std::string> key;    ///< file of the key with which to come there
    std::string state = ".";           ///< folder of stores, configuration and keys
    std::optional<std::string> store;  ///< DSN; none: SQLite in the state folder
    std::string log_level = "info";
    std::int32_t credit = 256;
    std::int32_t writers = 4;

    static constexpr auto fields = describe(
        Field{"bus", &ProcessSettings::bus, "where the bus takes requests: ipc://PATH or tcp://HOST:PORT"},
        Field{"key", &ProcessSettings::key, "file of the key for a bus that takes keys; see rapport keys"},
        Field{"state", &ProcessSettings::state, "folder of stores and configuration", defaulted},
        Field{"store", &ProcessSettings::store, "sqlite:PATH or postgresql:CONNINFO; default STATE/<service>.db",
              secret},
        Field{"log_level", &ProcessSettings::log_level, "trace, debug, info, warn, error or off", defaulted},
        Field{"credit", &ProcessSettings::credit, "requests in hand at most", between(1, 10'000), defaulted},
        Field{"writers", &ProcessSettings::writers, "transactions at once, on PostgreSQL", between(1, 32), defaulted});

    bus::Address address() const { return {bus, key.value_or("")}; }
};

/// A service on the bus: one engine, its writer thread, readers and job threads, and the loop thread that speaks to the
/// bus.
class Service {
public:
    /// `engine` outlives it. Nothing runs before run(). `spans`: where others in this process keep theirs.
    Service(Engine& engine, const bus::Address& bus_endpoint, std::uint32_t credit = 256,
            std::shared_ptr<SpanLog> spans = nullptr);
    ~Service();
    /// Serves until stop(); then takes no more, answers what is in hand (2 s at most), and returns.
    void run();
    /// Thread-safe.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// What a service's main() makes: it holds the desks and stores that its routes point to.
class Component {
public:
    virtual ~Component() = default;
    virtual Definition definition() = 0;
};

/// Where a component finds its surroundings.
struct Environment {
    std::string state;             ///< the state folder
    std::string programs;          ///< the folder of this program: plugin host and plugins are found from it
    const ConfigSources& sources;  ///< the service's own settings: sources.read<MySettings>()
};

/// The whole of a service's program: settings from `STATE/config/NAME.toml`, environment and flags, logging, store,
/// bus, signals (SIGINT and SIGTERM stop it). `own_settings` is the shape that `make` reads from the environment's
/// sources, if any. Returns the exit code.
int service_main(int argc, char** argv, const std::string& name, const Shape* own_settings,
                 const std::function<std::unique_ptr<Component>(const Environment&)>& make);

}  // namespace rapport::kit
