"""The peer of bench/training: the same network, batch and optimiser in PyTorch, as a careful user would write it.

One run is one setting (threads, precision, memory format); the runner tries them all and takes the fastest.
Prints one JSON line. `--processes 2` is asked for by starting this script twice.
"""
import argparse
import gzip
import json
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def conv_bn(cin, cout, kernel, stride):
    return nn.Conv2d(cin, cout, kernel, stride=stride, padding=1, bias=False), nn.BatchNorm2d(cout)


class Stem(nn.Module):  # Zn, and with kernel 3, stride 1: cn
    def __init__(self, cin, cout, kernel, stride):
        super().__init__()
        self.conv, self.norm = conv_bn(cin, cout, kernel, stride)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)))


class Pooled(nn.Module):  # kn
    def __init__(self, cin, cout):
        super().__init__()
        self.conv, self.norm = conv_bn(cin, cout, 3, 1)

    def forward(self, x):
        return F.relu(self.norm(F.max_pool2d(self.conv(x), 2)))


class Residual(nn.Module):  # qn
    def __init__(self, cin, cout):
        super().__init__()
        self.conv, self.norm = conv_bn(cin, cout, 3, 1)

    def forward(self, x):
        return x + F.relu(self.norm(self.conv(x)))


def build(spec, channels, classes):
    layers, cin = [], channels
    for token in spec.split("-"):
        kind, width = token[0], int(token[1:])
        layers.append({
            "Z": lambda: Stem(cin, width, 4, 2),
            "c": lambda: Stem(cin, width, 3, 1),
            "k": lambda: Pooled(cin, width),
            "q": lambda: Residual(cin, width),
        }[kind]())
        cin = width
    return nn.Sequential(*layers, nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(cin, classes))


class Muon:
    """Newton-Schulz for convolutions with fan-in above 16, Nesterov SGD for the rest."""

    def __init__(self, net):
        self.net = net
        self.buffers = {}

    @torch.no_grad()
    def step(self, lr):
        for p in self.net.parameters():
            g = p.grad
            conv = p.dim() == 4 and p[0].numel() > 16
            momentum = 0.6 if conv else 0.85
            if p.dim() > 1 and not conv:
                g = g + 5e-4 * p
            b = self.buffers.get(p)
            if b is None:
                b = self.buffers[p] = torch.zeros_like(p)
            b.mul_(momentum).add_(g)
            u = g + momentum * b
            if conv:
                p.mul_(p.shape[0] ** 0.5 / p.norm())
                x = u.reshape(p.shape[0], -1)
                flip = x.shape[0] > x.shape[1]
                x = x.t() if flip else x
                x = x / (x.norm() + 1e-7)
                for _ in range(3):
                    a = x @ x.t()
                    x = 3.4445 * x + (-4.7750 * a + 2.0315 * (a @ a)) @ x
                u = (x.t() if flip else x).reshape(p.shape)
            p.add_(u, alpha=-lr)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--net", default="Z32-k64-q64-k128-q128")
    a.add_argument("--batch", type=int, default=256)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--bf16", action="store_true")
    a.add_argument("--channels-last", action="store_true")
    a.add_argument("--seconds", type=float, default=6)
    a.add_argument("--data", default="/usr/share/datasets/fashion-mnist")
    o = a.parse_args()
    torch.set_num_threads(o.threads)
    torch.manual_seed(1)
    with gzip.open(o.data + "/train-images-idx3-ubyte.gz") as f:
        pixels = torch.from_numpy(np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 1, 28, 28).copy())
    with gzip.open(o.data + "/train-labels-idx1-ubyte.gz") as f:
        labels = torch.from_numpy(np.frombuffer(f.read(), np.uint8, offset=8).astype(np.int64))
    net = build(o.net, 1, 10).train()
    if o.channels_last:
        net = net.to(memory_format=torch.channels_last)
    optimizer = Muon(net)

    def step(index):
        x = (pixels[index].float() - 72.9) / 90.0
        if o.channels_last:
            x = x.contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=o.bf16):
            y = net(x)
        loss = F.cross_entropy(y.float(), labels[index], label_smoothing=0.1)
        for p in net.parameters():
            p.grad = None
        loss.backward()
        optimizer.step(0.01)
        return loss.item()

    order = torch.randperm(len(labels))
    batches = [order[i:i + o.batch] for i in range(0, len(order) - o.batch + 1, o.batch)]
    for b in batches[:3]:
        step(b)
    # Best of short windows: a neighbour's burst on shared cores then harms one window, not the figure.
    best, i, end = 0.0, 3, time.perf_counter() + o.seconds
    cpu, seen = time.process_time(), 0
    while time.perf_counter() < end:
        t = time.perf_counter()
        for _ in range(8):
            step(batches[i % len(batches)])
            i += 1
        best = max(best, 8 * o.batch / (time.perf_counter() - t))
        seen += 8 * o.batch
    by_cpu = seen / (time.process_time() - cpu) * o.threads
    print(json.dumps({"images_per_second": round(best, 1), "cpu_images_per_second": round(by_cpu, 1), "torch": torch.__version__, "threads": o.threads,
                      "bf16": o.bf16, "channels_last": o.channels_last, "net": o.net, "batch": o.batch}))


if __name__ == "__main__":
    main()
