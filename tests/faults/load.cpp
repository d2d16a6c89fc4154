// SPDX-License-Identifier: MIT
#include "tests/faults/load.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "tests/integration/api.hpp"

namespace rapport::faults {
namespace {

using namespace std::chrono_literals;

/// Between two complaints of one client: what is shown is what is kept, not how much there can be.
constexpr auto pace = 10ms;
constexpr auto patience = 2min;

/// Answers after which a client asks again: nobody there, not now, nobody knows.
bool try_again(int status) { return status == 0 || status == 429 || (status >= 502 && status <= 504); }

}  // namespace

std::string address_of(std::string subject) {
    std::replace(subject.begin(), subject.end(), ' ', '.');
    return subject + "@example.org";
}

Load::Load(const Deployment& deployment, const std::string& name, bool parties, int clients) {
    for (int i = 0; i < clients; ++i) {
        auto& client = *clients_.emplace_back(std::make_unique<Client>());
        client.thread = std::jthread([this, &client, http = deployment.http(), i, name, parties]() mutable {
            run(client, std::move(http), fmt::format("{} {}", name, i), parties);
            client.ended = true;
        });
    }
}

void Load::get_on(std::size_t more) const {
    const auto wanted = count_ + more;
    for (const auto until = Steady::now() + 1min; count_ < wanted; std::this_thread::sleep_for(5ms))
        if (Steady::now() > until) throw std::runtime_error("clients do not get on");
}

std::optional<Millis> Load::everyone_gets_on(Millis limit) const {
    const auto since = Steady::now();
    const auto ended = [](const auto& client) { return client->ended.load(); };
    const auto got_on = [since](const auto& client) { return client->begun.load() > since; };
    while (!std::all_of(clients_.begin(), clients_.end(), got_on)) {
        if (Steady::now() - since > limit || std::any_of(clients_.begin(), clients_.end(), ended)) return {};
        std::this_thread::sleep_for(5ms);
    }
    return std::chrono::duration_cast<Millis>(Steady::now() - since);
}

const Acknowledged& Load::stop() {
    stopping_ = true;
    clients_.clear();
    return acknowledged_;
}

void Load::run(Client& client, integration::Http http, const std::string& name, bool parties) {
    for (int i = 0; !stopping_; ++i) {
        const auto begun = Steady::now();
        const auto subject = fmt::format("{} {}", name, i);
        auto complaint = integration::complaint_about(subject);
        complaint["complainant"]["email"] = address_of(subject);
        if (parties && i % 4 == 3) {
            const auto party =
                create(http, "/api/v1/parties",
                       {{"name", subject}, {"emails", {{{"use", "main"}, {"address", address_of(subject)}}}}},
                       "party " + subject);
            if (!party) return;
            complaint.erase("complainant");
            complaint["party"] = party->at("id");
        }
        const auto opened = create(http, "/api/v1/complaints", complaint, "complaint " + subject);
        if (!opened) return;
        {
            const std::lock_guard lock(mutex_);
            acknowledged_[subject] = *opened;
        }
        ++count_;
        client.begun = begun;
        std::this_thread::sleep_for(pace);
    }
}

std::optional<nlohmann::json> Load::create(integration::Http& http, const std::string& path, const nlohmann::json& body,
                                           const std::string& key) {
    for (const auto until = Steady::now() + patience;; std::this_thread::sleep_for(20ms)) {
        const auto answer = http.post(path, body, {{"Idempotency-Key", key}});
        if (answer.status == 201) return answer.json();
        if (try_again(answer.status) && Steady::now() < until) continue;
        ADD_FAILURE() << key << ": " << answer.status << " " << answer.body;
        return {};
    }
}

}  // namespace rapport::faults
