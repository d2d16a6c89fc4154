// SPDX-License-Identifier: MIT
#pragma once

#include <gmock/gmock-more-matchers.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "sdk/host/plugins.hpp"
#include "services/kit/testing/desk_test.hpp"
#include "services/notifier/desk.hpp"
#include "services/notifier/testing_events.hpp"

// What the tests of the desk have in common.
namespace rapport::notifier {

namespace fs = std::filesystem;
namespace complaints = complaints::api;
namespace registry = registry::api;
namespace accounts = gateway::accounts::api;

/// A private folder that goes with the test.
struct Folder {
    Folder() {
        std::string name = fs::temp_directory_path() / "rapport-notifier-XXXXXX";
        path = ::mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path); }
    fs::path path;
};

/// Two channels that do what a message's text says and note each attempt in a file, beside the one that ships.
inline Settings with_unruly_channels(const fs::path& folder) {
    const fs::path plugins = sdk::bundled("x").parent_path().parent_path() / "sample-plugins";
    const auto channel = [&](const std::string& name, const std::string& file) {
        return ChannelSettings{.name = name,
                               .id = "com.example.unruly",
                               .file = plugins / file,
                               .settings = {from_json(R"({"attempts":")" + (folder / name).string() + "\"}")}};
    };
    return {.channels = {channel("pager", "sample_unruly_channel.so"), channel("safe", "sample_idempotent_channel.so"),
                         channel("slow", "sample_slow_channel.so")},
            .attempts = 3};
}

/// A desk and what it stands on.
struct OnChannels {
    Folder folder;
    Settings settings = with_unruly_channels(folder.path);
    std::optional<Channels> channels{std::in_place, settings, folder.path};
    std::optional<Desk> desk{std::in_place, *channels, settings};
};

/// Which notices a test looks at.
struct Wanted {
    std::optional<std::string> address = {}, channel = {};
    std::optional<State> state = {};
    std::optional<Recipient> recipient = {};
    std::optional<RuleId> rule = {};
};

/// A desk on the store that the parameter names.
class DeskBed : protected OnChannels, public testing_kit::BedTest {
protected:
    DeskBed() : BedTest(desk->definition()) {
        for (const bus::ServiceInfo& info : introductions()) bed.introduce(info);
    }

    /// As after a crash: other objects, the same store.
    void restart() {
        channels.emplace(settings, folder.path);
        desk.emplace(*channels, settings);
        bed.reopen(desk->definition());
    }
    /// What is sent just before a crash: the store never hears of it.
    void send_and_crash() {
        for (const kit::JobRoute& route : bed.engine().job_routes()) {
            std::vector<std::string> payloads;
            for (const kit::QueuedJob& job : bed.engine().waiting_jobs(bed.reader(), route.kind, route.batch))
                payloads.push_back(job.payload);
            kit::View view(bed.reader(), bed.clock.now(), {});
            route.run(view, payloads);
        }
        restart();
    }

    std::vector<std::string> lines(const std::string& file) const {
        std::vector<std::string> all;
        std::ifstream in(folder.path / file);
        for (std::string line; std::getline(in, line);) all.push_back(line);
        return all;
    }
    std::vector<std::string> told() const { return lines("notices.jsonl"); }
    std::vector<Notice> notices(const Wanted& wanted = {}) {
        kit::ListOf<Notice> request;
        if (wanted.address) request.where(&Notice::address, wanted.address);
        if (wanted.channel) request.where(&Notice::channel, *wanted.channel);
        if (wanted.state) request.where(&Notice::state, *wanted.state);
        if (wanted.recipient) request.where(&Notice::recipient, *wanted.recipient);
        if (wanted.rule) request.where(&Notice::rule, *wanted.rule);
        return bed.call(api::list_notices, request).items;
    }
    static kit::Edit<Rule> edit(const Rule& rule) { return kit::Edit<Rule>::of(rule.id); }
    std::vector<Rule> rules_for(const std::string& event) {
        return bed.call(api::list_rules, kit::ListOf<Rule>{.limit = 200}.where(&Rule::event, event)).items;
    }

    registry::Party party(const std::string& name, std::optional<std::string> email,
                          std::optional<std::string> language = {}) {
        registry::Party party{.id = registry::PartyId(new_uuid(bed.clock.now())), .version = 1, .name = name};
        party.language = std::move(language);
        if (email) party.emails = {{.address = *email}};
        return party;
    }
    registry::Party known_party(const std::string& name, std::optional<std::string> email,
                                std::optional<std::string> language = {}) {
        const registry::Party known = party(name, std::move(email), std::move(language));
        bed.deliver(registry::party_created, known.id, {.entity = known, .changes = {}});
        return known;
    }
    void managed_by(const registry::Party& managed, const kit::UserId& manager) {
        const registry::Relationship relationship{.id = registry::RelationshipId(new_uuid(bed.clock.now())),
                                                  .version = 1,
                                                  .party = managed.id,
                                                  .account_manager = manager};
        bed.deliver(registry::relationship_created, relationship.id, {{relationship, {}}});
    }
    complaints::ComplaintEvent complaint(const std::string& subject) {
        return {{.entity = {.id = rapport::complaints::ComplaintId(new_uuid(bed.clock.now())),
                            .version = 1,
                            .number = "C-2026-000001",
                            .subject = subject,
                            .received_at = bed.clock.now()}}};
    }
    complaints::ComplaintEvent complaint_of(const std::string& name, std::optional<std::string> email,
                                            const std::string& subject = "Slow network") {
        complaints::ComplaintEvent told = complaint(subject);
        told.entity.complainant = {{.name = name, .email = std::move(email)}};
        return told;
    }
    complaints::ComplaintEvent complaint_of(const registry::Party& by, const std::string& subject = "Slow network") {
        complaints::ComplaintEvent told = complaint(subject);
        told.entity.party = by.id;
        told.entity.party_name = by.name;
        return told;
    }
    gateway::accounts::User user(const std::string& name, std::vector<kit::Role> roles) {
        const gateway::accounts::User user{.id = gateway::accounts::UserId(new_uuid(bed.clock.now())),
                                           .version = 1,
                                           .name = name,
                                           .full_name = name + " of us",
                                           .email = name + "@us.example",
                                           .roles = std::move(roles)};
        bed.deliver(accounts::user_created, user.id, {.user = user});
        return user;
    }
    bus::Event escalated_to(const std::string& role) {
        const auto told = complaint("Slow network");
        return bed.make(complaints::escalated, told.entity.id, {{told.entity, {}}, role});
    }
    std::vector<std::string> addresses(const Wanted& wanted = {}) {
        std::vector<std::string> all;
        for (const Notice& notice : notices(wanted)) all.push_back(notice.address.value_or(""));
        return all;
    }
    bus::Event opened(const complaints::ComplaintEvent& told) {
        return bed.make(complaints::opened, told.entity.id, told);
    }

    void configure(const std::string& name, const std::string& id, const nlohmann::json& of_plugin) {
        settings.channels.push_back(
            {.name = name, .id = id, .settings = {from_json(of_plugin.dump())}, .deadline_ms = 20'000});
        restart();
    }
    /// One rule alone: the complainant is told the complaint's subject through that channel.
    Rule only_rule(const std::string& channel, Recipient recipient = Recipient::complainant) {
        for (const Rule& rule : bed.call(api::list_rules, {}).items) bed.call(api::remove_rule, {.id = rule.id});
        return bed.call(api::add_rule, {{.name = "echo",
                                         .event = "complaints.opened",
                                         .channel = channel,
                                         .recipients = {recipient},
                                         .templates = {{"en", "{{complaint.number}}", "{{complaint.subject}}"}}}});
    }
};

}  // namespace rapport::notifier
