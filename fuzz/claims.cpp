// Files of claims and of facts.
#include "claims/claims_file.h"
#include "fuzz/input.h"
#include "sim/disk/fact_file.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poldyn;
  const fuzz::InputFile file(fuzz::text_of(data, size));
  const ClaimsFile claims = read_claims(file.path());
  if (claims.ok())
    for (const Claim& claim : claims.claims) {
      fuzz::require(claim.at_least <= claim.counting());
      for (const ClaimEffect& effect : claim.effects) fuzz::require(effect.smallest > 0);
    }
  const FactFile facts = read_facts(file.path());
  if (facts.ok())
    for (const Fact& fact : facts.facts) fuzz::require(fact.low <= fact.high);
  return 0;
}
