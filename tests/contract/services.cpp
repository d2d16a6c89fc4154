// SPDX-License-Identifier: MIT
#include "tests/contract/services.hpp"

#include <array>
#include <filesystem>

#include "services/complaints/desk.hpp"
#include "services/gateway/accounts/desk.hpp"
#include "services/notifier/desk.hpp"
#include "services/registry/desk.hpp"
#include "services/template_things/desk.hpp"

namespace rapport::contract {
namespace {

class Complaints final : public Service {
public:
    Complaints() { begin(desk_.definition()); }

private:
    complaints::Desk desk_{complaints::Settings{}};
};

class Registry final : public Service {
public:
    Registry() { begin(desk_.definition()); }

private:
    registry::Desk desk_;
};

class Accounts final : public Service {
public:
    Accounts() { begin(desk_.definition()); }

private:
    testing_kit::ManualClock clock_;
    gateway::accounts::KeyedHash hash_{std::array<unsigned char, 32>{}};
    gateway::accounts::Directory directory_{hash_, clock_};
    gateway::accounts::Desk desk_{directory_};
};

class Notifier final : public Service {
public:
    Notifier() { begin(desk_.definition()); }

private:
    notifier::Channels channels_{{}, std::filesystem::temp_directory_path()};
    notifier::Desk desk_{channels_, {}};
};

class TemplateThings final : public Service {
public:
    TemplateThings() { begin(desk_.definition()); }

private:
    template_things::Desk desk_;
};

std::vector<kit::TellsRoute> told_by(const kit::Definition& definition) {
    std::vector<kit::TellsRoute> all;
    for (const kit::Route& route : definition.routes) {
        if (const auto* tells = std::get_if<kit::TellsRoute>(&route)) all.push_back(*tells);
        if (const auto* command = std::get_if<kit::CommandRoute>(&route))
            all.insert(all.end(), command->tells.begin(), command->tells.end());
    }
    return all;
}

}  // namespace

std::map<std::string, kit::TellsRoute> Service::events() const {
    std::map<std::string, kit::TellsRoute> all;
    for (const kit::TellsRoute& tells : told_by(definition_)) all.emplace(tells.info.type, tells);
    return all;
}

std::map<std::string, kit::TellsRoute> Service::events_ever() const {
    std::map<std::string, kit::TellsRoute> all = events();
    for (const kit::TellsRoute& tells : told_by(definition_))
        for (const std::string_view was : tells.was)
            if (!was.empty()) all.emplace(was, tells);
    return all;
}

bool Service::open(const std::filesystem::path& folder) {
    const auto dump = folder / (name() + ".sql");
    if (!std::filesystem::exists(dump)) return false;
    bed_.emplace(definition_, testing_kit::Dump{dump});
    return true;
}

std::vector<std::unique_ptr<Service>> all_services() {
    std::vector<std::unique_ptr<Service>> all;
    all.push_back(std::make_unique<Complaints>());
    all.push_back(std::make_unique<Registry>());
    all.push_back(std::make_unique<Accounts>());
    all.push_back(std::make_unique<Notifier>());
    return all;
}

std::vector<std::unique_ptr<Service>> all_services_and_the_templates() {
    auto all = all_services();
    all.push_back(std::make_unique<TemplateThings>());
    return all;
}

}  // namespace rapport::contract
