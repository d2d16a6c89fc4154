// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>

#include "services/kit/testing/bed.hpp"

namespace rapport::contract {

/// A service as it is, with a store of its own.
class Service {
public:
    virtual ~Service() = default;
    const std::string& name() const { return definition_.name; }
    const kit::Definition& definition() const { return definition_; }
    /// What it tells, by type.
    std::map<std::string, kit::TellsRoute> events() const;
    /// The same, and by the types that earlier versions told it by.
    std::map<std::string, kit::TellsRoute> events_ever() const;
    testing_kit::TestBed& bed() { return *bed_; }

    /// Begins anew, on the store of that name that an earlier version wrote; false if there is none.
    bool open(const std::filesystem::path& folder);

protected:
    void begin(kit::Definition definition) {
        definition_ = std::move(definition);
        bed_.emplace(definition_);
    }

private:
    kit::Definition definition_;
    std::optional<testing_kit::TestBed> bed_;
};

/// All that there are.
std::vector<std::unique_ptr<Service>> all_services();
/// And one that `./dev new service` has just made.
std::vector<std::unique_ptr<Service>> all_services_and_the_templates();

}  // namespace rapport::contract
