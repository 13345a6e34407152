"""What the 2013 paper prints of its autoencoders (Sutskever et al. 2013, tables 1 to 3): errors in training, per image."""

TASKS = ("Curves", "Mnist", "Faces")

# Table 1. 0 is plain descent; N is Nesterov's momentum, M the classical one, each with how far it rises.
TABLE_1 = {
    "0": (0.48, 2.1, 36.4),
    ".9N": (0.16, 1.0, 14.2),
    ".99N": (0.096, 0.73, 8.5),
    ".995N": (0.091, 0.75, 7.8),
    ".999N": (0.074, 0.80, 7.7),
    ".9M": (0.15, 1.0, 15.3),
    ".99M": (0.10, 0.77, 8.7),
    ".995M": (0.10, 0.84, 8.3),
    ".999M": (0.10, 0.90, 9.3),
}

# Table 1, its last columns: Hessian-free without weight decay, and as Martens published it in 2010.
HESSIAN_FREE = {"2013": (0.058, 0.69, 7.5), "2010": (0.11, 1.40, 12.0)}

# Table 2: before the momentum drops to 0.9, and after.
TABLE_2 = {"before": (0.096, 1.20, 10.83), "after": (0.074, 0.73, 7.7)}

# Table 3: by how much the sparse weights are multiplied, on Curves.
TABLE_3 = {0.25: 16, 0.5: 16, 1: 0.074, 2: 0.083, 4: 0.35}
