// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>

#include "services/kit/testing/bed.hpp"

namespace rapport::contract {

/// A service as it is, with a store of its own.
class Service {
public:
    virtual ~Service() = default;
    const std::string& name() const { return definition_.name; }
    const kit::Definition& definition() const { return definition_; }
    testing_kit::TestBed& bed() { return *bed_; }

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

}  // namespace rapport::contract
