// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"

namespace rapport::complaints {

/// How complaints belong together, and how one becomes several.
class LinkDesk {
public:
    explicit LinkDesk(const Casebook& book) : book_(book) {}
    kit::Routes routes();

private:
    api::Links link(Unit& unit, const api::Connect& request);
    api::Links unlink(Unit& unit, const api::Connect& request);
    api::Links list(View& view, const api::LinksOf& request);
    api::Parts split(Unit& unit, const api::Split& request);

    const Casebook& book_;
};

}  // namespace rapport::complaints
