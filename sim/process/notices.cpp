#include "sim/process/notices.h"

#include "sim/process/renewal.h"

namespace poldyn {

void inherit_approval(Model& update, const Model& product) {
  update.approved = true;
  update.approved_design = product.approved_design;
  update.approved_paradigm = product.approved_paradigm;
  update.approved_q = product.approved_q;
  update.approval = product.approval;
  update.expires = product.expires;
}

void take_over_approval(World& world, ModelId update, ModelId product) {
  const Model& before = world.at(product);
  if (!world.at(update).approved || world.at(update).approval != before.approval) return;
  world.at(update).expires = before.expires;
  pass_on_renewal(world, product, update);
}

bool is_void_notice(const World& world, const Model& update) {
  const Vendor& vendor = world.at(update.vendor);
  if (!vendor.active || !vendor.product || update.status != ModelStatus::candidate || !update.approved) return false;
  const Model& product = world.at(vendor.product);
  return product.status == ModelStatus::suspended && product.approval == update.approval;
}

void take_back_approval(Model& update) {
  update.approved = false;
  update.approval = 0;
  update.expires = SimTime{};
}

}  // namespace poldyn
