"""The processes that chapters run in: kernels of IPython, forked from one process that has imported what each of them needs.

A kernel that starts from nothing spends a second on IPython and Matplotlib. Here one process imports them, and every
kernel is a fork of it that has not run a line yet. Jupyter knows such ways to start a kernel as provisioners;
``pyproject.toml`` names this one to it.
"""

import multiprocessing
import os
import sys
import threading

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning import LocalProvisioner

from .watch import Watch

NEEDED = ["ipykernel.kernelapp", "matplotlib.pyplot"]
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload([*NEEDED, __name__])


class Kernels(KernelSpecManager):
    """One kernel under every name, whatever the user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            argv=["-f", "{connection_file}"],
            name=kernel_name,
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": "checkedbook"}},
        )


class Forked(LocalProvisioner):
    """Starts a kernel as a fork. Of the options of a kernel it takes ``cwd``, ``env`` and ``watch``, who notes what it reads."""

    async def launch_kernel(self, cmd: list[str], *, cwd: str, env: dict[str, str], watch: Watch, **kwargs):
        self.process = _Process(_forks.Process(target=_run, args=(cmd, cwd, env, watch)))
        self.pid = self.pgid = self.process.pid
        return self.connection_info


class _Process:
    """A process of :mod:`multiprocessing` with the face of one of :mod:`subprocess`."""

    stdin = stdout = stderr = None

    def __init__(self, process):
        process.start()
        self.process, self.pid = process, process.pid
        self.terminate, self.kill = process.terminate, process.kill

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        self.process.join(timeout)
        return self.process.exitcode

    def send_signal(self, signal: int) -> None:
        os.kill(self.pid, signal)


def _run(arguments: list[str], folder: str, environment: dict[str, str], watch: Watch) -> None:
    """Be a kernel, in a process group of its own, until it is shut down or the build has ended."""
    os.setpgid(0, 0)
    if sys.path[0] in ("", os.getcwd()):  # as `python -m` has it
        del sys.path[0]
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    from ipykernel.kernelapp import launch_new_instance

    watch.begin()
    launch_new_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])


def _end_with(parent) -> None:
    parent.join()
    os._exit(1)
