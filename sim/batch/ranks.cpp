#include "sim/batch/ranks.h"

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#if POLDYN_MPI
#include <mpi.h>
#endif

namespace poldyn {

namespace {

bool more_than_one(const char* variable) {
  const char* text = std::getenv(variable);
  return text != nullptr && std::atoi(text) > 1;
}

}  // namespace

bool Ranks::launched_by_anybody() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"})
    if (more_than_one(name)) return true;
  // srun --mpi=pmix names a rank and no size: that is the step's.
  return std::getenv("PMIX_RANK") != nullptr && more_than_one("SLURM_STEP_NUM_TASKS");
}

#if POLDYN_MPI

namespace {

constexpr int tag = 7;
constexpr std::chrono::milliseconds nap{5};

void wait_for(MPI_Request& request) {
  for (int done = 0; done == 0;) {
    MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    if (done == 0) std::this_thread::sleep_for(nap);  // MPI_Wait would spin
  }
}

}  // namespace

bool Ranks::launched() { return launched_by_anybody(); }

Ranks::Ranks() {
  int provided = 0;
  // Only the thread that made this object calls MPI.
  if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS)
    throw std::runtime_error("MPI does not start");
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &size_);
  MPI_Comm machine = MPI_COMM_NULL;
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
  MPI_Comm_size(machine, &neighbours_);
  MPI_Comm_free(&machine);
}

Ranks::~Ranks() {
  MPI_Request request{};
  MPI_Ibarrier(MPI_COMM_WORLD, &request);
  wait_for(request);
  MPI_Finalize();
}

void Ranks::send(int to, const Numbers& numbers) {
  MPI_Request request{};
  MPI_Isend(numbers.data(), static_cast<int>(numbers.size()), MPI_UINT64_T, to, tag, MPI_COMM_WORLD, &request);
  wait_for(request);  // short messages are buffered
}

std::optional<Ranks::Message> Ranks::receive() {
  int there = 0;
  MPI_Status status{};
  MPI_Iprobe(MPI_ANY_SOURCE, tag, MPI_COMM_WORLD, &there, &status);
  if (there == 0) return std::nullopt;
  int count = 0;
  MPI_Get_count(&status, MPI_UINT64_T, &count);
  Message message{status.MPI_SOURCE, Numbers(static_cast<std::size_t>(count))};
  MPI_Recv(message.numbers.data(), count, MPI_UINT64_T, message.from, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return message;
}

Ranks::Numbers Ranks::broadcast(const Numbers& numbers) {
  std::uint64_t count = numbers.size();
  MPI_Request request{};
  MPI_Ibcast(&count, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD, &request);
  wait_for(request);
  Numbers made = rank_ == 0 ? numbers : Numbers(count);
  MPI_Ibcast(made.data(), static_cast<int>(count), MPI_UINT64_T, 0, MPI_COMM_WORLD, &request);
  wait_for(request);
  return made;
}

void Ranks::abort(int exit_code) {
  MPI_Abort(MPI_COMM_WORLD, exit_code);
  std::abort();
}

#else

bool Ranks::launched() { return false; }
Ranks::Ranks() = default;
Ranks::~Ranks() = default;
void Ranks::send(int, const Numbers&) { throw std::logic_error("this build knows no MPI"); }
std::optional<Ranks::Message> Ranks::receive() { return std::nullopt; }
Ranks::Numbers Ranks::broadcast(const Numbers& numbers) { return numbers; }
void Ranks::abort(int exit_code) { std::exit(exit_code); }

#endif

}  // namespace poldyn
