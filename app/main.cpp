#include "app/program.h"
#include "app/room.h"

int main(int argc, char** argv) {
  poldyn::app::prepare_memory();
  return poldyn::app::run_program(argc, argv);
}
