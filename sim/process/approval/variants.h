#pragma once

#include "sim/process/approval/office.h"

namespace poldyn {

/// Whether vendors file variants at all: they do it for money.
constexpr bool files_variants(const Mechanisms& on) { return on.variants && on.finance && on.approval; }

/// Makes room for what all vendors hold, if they file variants.
void make_room_for_variants(Simulation& sim);

/// What the registry knows a model by.
struct Registered {
  std::uint64_t design = 0;
  Paradigm paradigm = 0;
};

/// After the approval of `release`, a filing for a model of this design: files as many variants of it as its vendor
/// comes to want and can pay. Draws from (variant, vendor, how many it has considered).
void consider_variants(Simulation& sim, const Filing& release, const Registered& design);

/// What follows from the decision on a variant.
void follow_variant(Simulation& sim, const Decision& decision);

/// Handler: the term that a variant is kept for is over.
void end_term(Simulation& sim, VariantId variant, std::uint32_t generation);

/// Strikes all variants of a vendor that leaves off the registry.
void strike_variants(World& world, VendorId vendor);

/// Whether a tender that asks for an approved model asks for one of a certain category, too.
bool asks_for_category(const Simulation& sim, BlocId bloc);
/// Whether the vendor has an entry of that category.
bool covers_category(const Simulation& sim, VendorId vendor, std::uint32_t category);

}  // namespace poldyn
