// SPDX-License-Identifier: MIT
// Peers that guess passwords.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <thread>

#include "tests/integration/deployment.hpp"

namespace rapport::faults {
namespace {

using integration::Deployment;
using integration::Http;
using std::chrono::steady_clock;

constexpr int guessers = 200, right_ones = 50;
const std::string right = "Correct horse battery";

/// What strangers guess at, and whether those who sign in meanwhile did so before.
struct Guessed {
    std::string name;
    std::function<std::string(int)> user;  ///< of the n-th guess
    bool newcomers = false;
};
void PrintTo(const Guessed& guessed, std::ostream* out) { *out << guessed.name; }

/// A deployment where strangers guess on many connections, from the address that everybody comes from.
class Guesses : public ::testing::TestWithParam<Guessed> {
protected:
    Guesses() {
        deployment_.start();
        for (int i = 0; i < 20; ++i) add_user("known-" + std::to_string(i));
        for (int i = 0; i < right_ones; ++i) add_user("newcomer-" + std::to_string(i));
        add_user("ann");
    }
    void add_user(const std::string& name) {
        Http http = deployment_.http();
        const auto made = http.post("/api/v1/users", {{"name", name}, {"roles", {"agent"}}}).json();
        const nlohmann::json password{{"user", made["id"]}, {"new", right}};
        ASSERT_EQ(http.send("PUT", "/api/v1/session/password", password.dump(), as_json).status, 204);
    }
    /// How long a right sign-in takes, on a connection of its own.
    std::chrono::milliseconds sign_in(const std::string& name) {
        const auto began = steady_clock::now();
        const auto answer = deployment_.nobody().post("/api/v1/session", {{"name", name}, {"password", right}});
        EXPECT_EQ(answer.status, 201) << name << ": " << answer.body;
        return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began);
    }

    const integration::Headers as_json{{"Content-Type", "application/json"}};
    Deployment deployment_{{"registry"}};
};

TEST_P(Guesses, OnTwoHundredConnectionsHoldUpNobody) {
    std::vector<std::chrono::milliseconds> alone, beside;
    for (int i = 0; i < 10; ++i) alone.push_back(sign_in("ann"));
    std::ranges::sort(alone);
    const auto median = (alone[4] + alone[5]) / 2;

    std::atomic<int> guesses{0};
    std::vector<std::jthread> strangers;
    for (int i = 0; i < guessers; ++i)
        strangers.emplace_back([this, &guesses](const std::stop_token& end) {
            Http http = deployment_.nobody();
            while (!end.stop_requested())
                http.post("/api/v1/session", {{"name", GetParam().user(guesses++)}, {"password", "wrong wrong"}});
        });
    while (guesses < guessers) std::this_thread::yield();
    for (int i = 0; i < right_ones; ++i)
        beside.push_back(sign_in(GetParam().newcomers ? "newcomer-" + std::to_string(i) : "ann"));
    const auto slowest = *std::ranges::max_element(beside);
    std::printf("%-16s %d guesses; alone, median of ten: %ld ms; the slowest of %d beside them: %ld ms\n",
                GetParam().name.c_str(), guesses.load(), static_cast<long>(median.count()), right_ones,
                static_cast<long>(slowest.count()));
    EXPECT_LE(slowest, 4 * median);
}

INSTANTIATE_TEST_SUITE_P(
    At, Guesses,
    ::testing::Values(Guessed{"one", [](int) { return "known-0"; }}, Guessed{"nobody", [](int) { return "nobody"; }},
                      Guessed{"anybody", [](int n) { return "anybody-" + std::to_string(n); }},
                      Guessed{"twenty", [](int n) { return "known-" + std::to_string(n % 20); }},
                      Guessed{"anybody_beside_newcomers", [](int n) { return "anybody-" + std::to_string(n); }, true},
                      Guessed{"twenty_beside_newcomers", [](int n) { return "known-" + std::to_string(n % 20); },
                              true}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace rapport::faults
