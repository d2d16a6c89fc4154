// SPDX-License-Identifier: MIT
#include "tests/contract/services.hpp"

#include <array>
#include <filesystem>

#include "services/complaints/desk.hpp"
#include "services/gateway/accounts/desk.hpp"
#include "services/notifier/desk.hpp"
#include "services/registry/desk.hpp"

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

}  // namespace

std::vector<std::unique_ptr<Service>> all_services() {
    std::vector<std::unique_ptr<Service>> all;
    all.push_back(std::make_unique<Complaints>());
    all.push_back(std::make_unique<Registry>());
    all.push_back(std::make_unique<Accounts>());
    all.push_back(std::make_unique<Notifier>());
    return all;
}

}  // namespace rapport::contract
