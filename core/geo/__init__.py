"""Where things lie: areas of grids, derived or imported, their pictures, and the coordinates of Chinese maps."""
