// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>

#include "bus/client/client.hpp"
#include "services/cli/demo/script.hpp"

namespace rapport::cli::demo {

/// What became of a demo.
struct Played {
    bool was_there = false;                                   ///< all of it: nothing was done
    std::vector<std::pair<std::string, std::size_t>> made;    ///< of what how much, in the order of the files
    std::vector<std::string> left_out;                        ///< files whose service does not run
    std::vector<std::pair<std::string, std::string>> people;  ///< names to sign in with, and what they are
};

/// Enters scripts through the services' own methods, one call after another, each in the name of who does it. What was
/// broken off goes on where it was: each call has the key of its step, by which the services know it again for seven
/// days, and after that rows of imports by their references.
class Player {
public:
    static constexpr bus::Loop::Duration patience{60'000};

    /// Which demo, and who says so.
    struct Options {
        std::uint32_t seed = 1;
        bool beside_own_data = false;
        std::optional<Actor> speaker = {};  ///< the operator; none: the bus knows whose the key is
        std::function<void(std::size_t done, std::size_t of)> on_progress = [](std::size_t, std::size_t) {};
    };

    Player(bus::Client& client, Options options) : client_(client), options_(std::move(options)) {}

    /// The first step of the first script makes the party `provider`: from when it was made all days are counted.
    /// `password` is that of all users who are made. failed_precondition for a store with data of its own, and for a
    /// demo that was broken off more than six days ago.
    Played play(std::vector<Script> scripts, const std::set<std::string>& running, const std::string& password);

private:
    Json ask(const Step& step, const Json& params);
    Json ask(const std::string& service, const std::string& method, const Json& params);
    std::optional<Json> party_called(std::string_view key);
    void check_own_data();
    void make(const Step& step);
    void learn_rows(const Step& step, const Json& answer);
    void set_passwords(const std::string& password);
    std::optional<Actor> actor_of(const std::string& as) const;

    bus::Client& client_;
    const Options options_;
    std::optional<Known> known_;
    std::map<std::string, Actor> users_;
    std::vector<std::pair<std::string, std::string>> user_ids_;  ///< by their keys
    Played played_;
};

}  // namespace rapport::cli::demo
